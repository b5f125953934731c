using Fleet.Contracts.AgentApi;
using Fleet.Coordinator.Leaks.Explanations;
using Google.Protobuf.WellKnownTypes;
using static Fleet.Coordinator.Tests.Leaks.Explanations.Incidents;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class ExplanationTextTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<string, string> Names = new() { ["node-a"] = "dma-07" };

    [Fact]
    public void Holders_are_told_most_bytes_first_and_once_where_instances_agree()
    {
        var one = Ask(1, Minute).Answered(Path("Acme.Cache.Sessions", 100), Path("Acme.Log.Lines", 50));
        var two = Ask(2, Minute).Answered(Path("Acme.Cache.Sessions", 300), Path("Acme.Queue.Items", 200));

        Assert.Equal(
            [
                "static Acme.Cache.Sessions → List<Session> → Session (30 objects, 300 B)",
                "static Acme.Queue.Items → List<Session> → Session (20 objects, 200 B)",
                "static Acme.Log.Lines → List<Session> → Session (5 objects, 50 B)",
            ],
            Holders(one, two));
        Assert.Equal([two, two, one], ExplanationText.Holders(Of("1"), [one, two]).Select(held => held.Ask));
        Assert.Null(ExplanationText.Note(Of("1"), [one, two], Names, reachable: true));
    }

    [Fact]
    public void An_instances_newer_answer_takes_the_place_of_its_older_one() => Assert.Equal(
        ["static New.Place → List<Session> → Session (5 objects, 50 B)"],
        Holders(Ask(1, 2 * Minute).Answered(Path("Old.Place", 100)), Ask(1, Minute).Answered(Path("New.Place", 50))));

    [Fact]
    public void Holders_of_another_type_are_dropped() =>
        Assert.Empty(ExplanationText.Holders(Of("1"), [Ask(1, Minute, type: "System.String").Answered()]));

    [Fact]
    public void Why_nobody_said_it_is_one_line_with_the_instance() => Assert.Equal(
        "who holds it: not asked, the process would be suspended for about 8 s (dma-07/2)",
        ExplanationText.Note(Of("1"), [Ask(1, 2 * Minute).Failed(), Ask(2, Minute).Failed("not asked, the process would be suspended for about 8 s")], Names, reachable: true));

    [Fact]
    public void A_question_under_way_and_one_that_nobody_can_answer_are_told()
    {
        Assert.Equal("who holds it: asked (dma-07/1)", ExplanationText.Note(Of("1"), [Ask(1, Minute)], Names, reachable: true));
        Assert.Equal("who holds it: not asked, none of its instances runs on a node that is connected", ExplanationText.Note(Of("1"), [], Names, reachable: false));
        Assert.Null(ExplanationText.Note(Of("1"), [], Names, reachable: true));
    }

    [Fact]
    public void What_an_answer_leaves_out_is_told()
    {
        var ask = Ask(1, Minute);
        HolderAnswer.Take(ask, Status(new RetentionResult { Paths = { Path("Acme.Cache.Sessions", 100) }, IncompleteReason = "a torn object" }));

        Assert.Single(ExplanationText.Holders(Of("1"), [ask]));
        Assert.Equal("who holds it: not all references could be followed: a torn object (dma-07/1)", ExplanationText.Note(Of("1"), [ask], Names, reachable: true));
    }

    [Fact]
    public void An_answer_without_a_path_is_no_answer()
    {
        var garbage = Ask(1, Minute);
        Assert.True(HolderAnswer.Take(garbage, Status(new RetentionResult { Complete = true })));
        var empty = Ask(1, Minute);
        Assert.True(HolderAnswer.Take(empty, Status(null)));

        Assert.False(garbage.Answered || empty.Answered);
        Assert.Contains("no root holds", garbage.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_is_not_the_last_changes_nothing() =>
        Assert.False(HolderAnswer.Take(Ask(1, Minute), new() { State = CommandState.Running, Detail = "following references" }));

    [Fact]
    public void Ten_paths_are_told_at_most() => Assert.Equal(
        10, ExplanationText.Holders(Of("1"), [Ask(1, Minute).Answered([.. Enumerable.Range(1, 20).Select(i => Path($"Acme.Field{i}", i))])]).Count());

    [Fact]
    public void Who_holds_next_to_nothing_is_left_out_and_counted()
    {
        var ask = Ask(1, Minute).Answered([Path("Acme.Cache.Sessions", 10_000), Path("Acme.Log.Lines", 110), .. Enumerable.Range(1, 8).Select(i => Path($"Runtime.Field{i}", i))]);

        Assert.Equal(2, Holders(ask).Count());
        Assert.Equal("who holds it: 8 others hold too little to be listed", ExplanationText.LeftOut(Of("1"), [ask]));
        Assert.Null(ExplanationText.LeftOut(Of("1"), [Ask(1, Minute).Answered()]));
    }

    [Fact]
    public void When_an_answer_was_read_is_kept_with_it()
    {
        var ask = Ask(1, Minute);
        var at = Timestamp.FromDateTimeOffset(Now.AddSeconds(-7));

        HolderAnswer.Take(ask, Status(new RetentionResult { Complete = true, TakenAt = at, Paths = { Path("Acme.Cache.Sessions", 100) } }));

        Assert.Equal(Now.AddSeconds(-7), ask.TakenAt);
    }

    private static IEnumerable<string> Holders(params HolderAsk[] asks) => ExplanationText.Holders(Of("1"), asks).Select(held => held.Text);
}
