namespace Fleet.Analysis.Trends;

/// <summary>One ring of one series, oldest first, as the judge sees it.</summary>
internal readonly ref struct TrendWindow
{
    /// <summary>Middle of each bin, in hours since the first.</summary>
    public required ReadOnlySpan<double> Hours { get; init; }

    /// <summary>Floor of each bin, in bytes.</summary>
    public required ReadOnlySpan<double> Floors { get; init; }

    /// <summary>Full collections seen until the end of each bin; <see cref="LookBin.NotKnown"/> when nothing tells.</summary>
    public required ReadOnlySpan<long> FullCollections { get; init; }

    /// <summary>Elements of the owner at the start of each bin; where none is known, of the protocol that changed most. Empty when none changed.</summary>
    public required ReadOnlySpan<int> Elements { get; init; }

    /// <summary>By how much the owner has more elements than in the time before the window; 1 where it has not, or none is known.</summary>
    public required double ElementGrowth { get; init; }

    /// <summary>The work of the process meanwhile.</summary>
    public required Workload Work { get; init; }

    /// <summary>The floors before the window.</summary>
    public required Past Past { get; init; }

    /// <summary>What the series must rise above because an earlier growth ended there; -∞ when none did.</summary>
    public required double Ceiling { get; init; }
}
