using Fleet.Analysis.Trends;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Leaks.Explanations;
using static Fleet.Coordinator.Tests.Leaks.Explanations.Incidents;
using IncidentState = Fleet.Analysis.Incidents.IncidentState;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class ExplanationChoiceTests
{
    private static readonly ExplainOptions Options = new();
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_cheapest_is_asked_first() =>
        Assert.Equal(2, Next([Candidate(1, objects: 3000), Candidate(2, objects: 1000), Candidate(3, objects: 2000)]));

    [Fact]
    public void One_that_may_die_is_asked_only_when_there_is_no_other()
    {
        Assert.Equal(1, Next([Candidate(1, objects: 3000), Candidate(2, objects: 1000, nearLimit: true)]));
        Assert.Equal(2, Next([Candidate(2, nearLimit: true)]));
    }

    [Fact]
    public void One_answer_explains_an_incident_of_one_version()
    {
        Assert.Null(Next([Candidate(1), Candidate(2)], Ask(1, Hour).Answered()));
        Assert.Null(Next([Candidate(1), Candidate(2)], Ask(1, TimeSpan.FromDays(2)).Answered()));
    }

    [Fact]
    public void Two_versions_are_asked_one_each_and_a_third_is_not()
    {
        Candidates three = [Candidate(1, "1"), Candidate(2, "1"), Candidate(3, "2"), Candidate(4, "3")];

        Assert.Equal(3, Next(["1", "2", "3"], three, Ask(1, Hour, "1").Answered()));
        Assert.Null(Next(["1", "2", "3"], three, Ask(1, Hour, "1").Answered(), Ask(3, Hour, "2").Answered()));
    }

    [Fact]
    public void A_second_answer_of_one_version_does_not_stand_for_the_other() =>
        Assert.Equal(3, Next(["1", "2"], [Candidate(3, "2")], Ask(1, Hour, "1").Answered(), Ask(2, Minute, "1").Answered()));

    [Fact]
    public void Two_questions_are_under_way_in_the_whole_fleet_and_one_without_an_answer_does_not_count_for_ever()
    {
        Assert.True(ExplanationChoice.HasRoom([Ask(1, Minute), Ask(2, Minute).Answered(), Ask(3, Minute).Failed()], Options, Now));
        Assert.False(ExplanationChoice.HasRoom([Ask(1, Minute), Ask(2, Minute)], Options, Now));
        Assert.True(ExplanationChoice.HasRoom([Ask(1, Minute), Ask(2, Hour)], Options, Now));
    }

    [Fact]
    public void Nobody_else_is_asked_while_an_answer_may_come_but_not_for_ever()
    {
        Assert.Null(Next([Candidate(1), Candidate(2)], Ask(1, Minute)));
        Assert.Equal(2, Next([Candidate(1), Candidate(2)], Ask(1, Hour)));
    }

    [Fact]
    public void After_a_failure_another_one_is_asked_and_the_same_one_only_much_later()
    {
        Assert.Equal(2, Next([Candidate(1, objects: 1), Candidate(2)], Ask(1, Minute).Failed()));
        Assert.Null(Next([Candidate(1)], Ask(1, Hour).Failed()));
        Assert.Equal(1, Next([Candidate(1)], Ask(1, Options.Again).Failed()));
    }

    [Fact]
    public void Only_an_answer_that_is_not_old_saves_one_near_its_limit_the_question()
    {
        Assert.True(HasAnswered(Ask(1, Hour).Answered()));
        Assert.False(HasAnswered(Ask(1, Options.Again).Answered()));
        Assert.False(HasAnswered(Ask(1, Hour).Failed()));
        Assert.False(HasAnswered(Ask(2, Hour).Answered()));

        static bool HasAnswered(HolderAsk ask) => ExplanationChoice.HasAnswered(Of("1.0.0.4"), Candidate(1), [ask], Options, Now);
    }

    [Fact]
    public void Three_tries_are_made_a_day()
    {
        var tried = new[] { Ask(1, Hour).Failed(), Ask(2, 2 * Hour).Failed(), Ask(3, 23 * Hour).Failed() };

        Assert.Null(Next([Candidate(4)], tried));
        Assert.Equal(4, Next([Candidate(4)], [.. tried[..2], Ask(3, 24 * Hour).Failed()]));
    }

    [Fact]
    public void An_answer_about_another_type_is_none() =>
        Assert.Equal(1, Next([Candidate(1)], Ask(1, Minute, type: "System.String").Answered()));

    [Fact]
    public void What_is_closed_native_or_without_a_type_is_not_asked()
    {
        Candidates all = [Candidate(1)];

        Assert.Null(ExplanationChoice.Next(Of("1.0.0.4") with { State = IncidentState.Resolved }, all, [], Options, Now));
        Assert.Null(ExplanationChoice.Next(Of("1.0.0.4") with { Kind = LeakKind.Native, Type = null }, all, [], Options, Now));
    }

    [Fact]
    public void An_incident_that_names_no_version_is_asked_all_the_same() => Assert.Equal(1, Next([], [Candidate(1, version: "")]));

    private static int? Next(Candidates candidates, params HolderAsk[] asks) => Next(["1.0.0.4"], candidates, asks);

    private static int? Next(string[] versions, Candidates candidates, params HolderAsk[] asks) =>
        ExplanationChoice.Next(Of(versions), candidates, asks, Options, Now)?.Identity.Pid;

    private sealed class Candidates : List<Candidate>;
}
