namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>
/// The order in which evidence of an instance near its limit is taken: one step after the other, since each of them stops the process or traces
/// it, and what disturbs another one spoils it. The cheapest and surest come first. Pure: time is an argument.
/// </summary>
internal static class EvidenceSteps
{
    /// <summary>Attempts at a step: it may fail for a reason that passes.</summary>
    public const int MostAttempts = 3;

    /// <summary>Where it begins.</summary>
    public static EvidenceProgress First(string incidentId, DateTimeOffset now) => new(incidentId, EvidenceStep.Look, 1, now);

    /// <summary>What to ask for next, the same as long as nothing is known of it; null when all is over.</summary>
    /// <param name="at">What was asked for last.</param>
    /// <param name="outcome">What became of that.</param>
    /// <param name="question">Somebody wants to know who holds what leaks there.</param>
    /// <param name="dump">A dump is wanted.</param>
    /// <param name="now">The time.</param>
    public static EvidenceProgress? Next(EvidenceProgress at, StepOutcome outcome, bool question, bool dump, DateTimeOffset now)
    {
        if (outcome == StepOutcome.Open)
            return at;
        if (outcome == StepOutcome.Failed && at.Attempt < MostAttempts)
            return at with { Attempt = at.Attempt + 1, AskedAt = now };

        EvidenceStep? next = at.Step switch
        {
            EvidenceStep.Look when question => EvidenceStep.Question,
            EvidenceStep.Look or EvidenceStep.Question when dump => EvidenceStep.Dump,
            _ => null,
        };
        return next is { } step ? at with { Step = step, Attempt = 1, AskedAt = now } : null;
    }
}
