namespace Fleet.Contracts.Heap;

/// <summary>What to do when a process would have to stand still for longer than it may.</summary>
public enum PauseOverrun
{
    /// <summary>Let it go and say that the look was not taken.</summary>
    Skip,

    /// <summary>Read on: an exact look is worth it.</summary>
    Exceed,

    /// <summary>Read while the process runs, and say how many bytes may be counted wrongly.</summary>
    Estimate,
}
