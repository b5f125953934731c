namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>How far the evidence of an instance near its limit is.</summary>
/// <param name="IncidentId">For whose sake it is taken; one alone, or two would ask of the instance at a time.</param>
/// <param name="Step">What is asked of it now.</param>
/// <param name="Attempt">At that step, from 1.</param>
/// <param name="AskedAt">Since when, UTC.</param>
[GenerateSerializer]
[Alias("fleet.EvidenceProgress")]
internal sealed record EvidenceProgress(
    [property: Id(0)] string IncidentId,
    [property: Id(1)] EvidenceStep Step,
    [property: Id(2)] int Attempt,
    [property: Id(3)] DateTimeOffset AskedAt);

/// <summary>What is asked of an instance near its limit, in this order.</summary>
[GenerateSerializer]
[Alias("fleet.EvidenceStep")]
internal enum EvidenceStep
{
    /// <summary>A last look.</summary>
    Look = 0,

    /// <summary>Who holds what leaks.</summary>
    Question = 1,

    /// <summary>A dump, where that is switched on.</summary>
    Dump = 2,
}

/// <summary>What became of a step.</summary>
internal enum StepOutcome
{
    /// <summary>Not known yet.</summary>
    Open,

    /// <summary>There is nothing more to hear of it.</summary>
    Done,

    /// <summary>It ended without what was asked for.</summary>
    Failed,
}
