using Fleet.Coordinator.Leaks.Explanations;
using static Fleet.Coordinator.Tests.Leaks.Explanations.Incidents;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class EvidenceStepsTests
{
    private static readonly DateTimeOffset Later = Now.AddMinutes(1);

    [Theory]
    [InlineData(true, true, "Look, Question, Dump")]
    [InlineData(true, false, "Look, Question")]
    [InlineData(false, true, "Look, Dump")]
    [InlineData(false, false, "Look")]
    public void Each_step_that_is_wanted_follows_the_end_of_the_one_before(bool question, bool dump, string steps)
    {
        List<EvidenceStep> asked = [];
        for (var at = EvidenceSteps.First(Id, Now); at is not null; at = EvidenceSteps.Next(at, StepOutcome.Done, question, dump, Later))
            asked.Add(at.Step);

        Assert.Equal(steps, string.Join(", ", asked));
    }

    [Fact]
    public void Nothing_else_is_asked_before_the_end_is_known()
    {
        var at = EvidenceSteps.First(Id, Now);

        Assert.Same(at, EvidenceSteps.Next(at, StepOutcome.Open, question: true, dump: true, Later));
    }

    [Fact]
    public void A_step_that_fails_is_tried_three_times_and_then_left()
    {
        var first = EvidenceSteps.First(Id, Now);
        var second = EvidenceSteps.Next(first, StepOutcome.Failed, question: true, dump: false, Later)!;
        var third = EvidenceSteps.Next(second, StepOutcome.Failed, question: true, dump: false, Later)!;

        Assert.Equal([(EvidenceStep.Look, 2, Later), (EvidenceStep.Look, 3, Later)], new[] { second, third }.Select(p => (p.Step, p.Attempt, p.AskedAt)));
        Assert.Equal(new EvidenceProgress(Id, EvidenceStep.Question, 1, Later), EvidenceSteps.Next(third, StepOutcome.Failed, question: true, dump: false, Later));
    }

    [Fact]
    public void An_attempt_is_always_asked_for_in_the_same_words_and_another_one_is_another_command()
    {
        var first = EvidenceSteps.First(Id, Now);
        var second = first with { Attempt = 2 };

        Assert.Equal(LastEvidenceCommands.Of(Candidate(1), first), LastEvidenceCommands.Of(Candidate(1), first));
        Assert.NotEqual(LastEvidenceCommands.IdOf(Candidate(1), first), LastEvidenceCommands.IdOf(Candidate(1), second));
        Assert.NotEqual(LastEvidenceCommands.IdOf(Candidate(1), first), LastEvidenceCommands.IdOf(Candidate(2), first));
        Assert.Equal(LastEvidenceCommands.IdOf(Candidate(1), first), LastEvidenceCommands.IdOf(Candidate(1), first with { IncidentId = "i2" }));
    }
}
