namespace Fleet.Heap.Insights;

/// <summary>What is looked for on a heap beside its histogram.</summary>
public sealed record InsightsOptions
{
    /// <summary>Whether strings and messages of exceptions may be in the report; they are other people's data, so by default they are not.</summary>
    public bool IncludeText { get; init; }

    /// <summary>Rows of each table; at least 1.</summary>
    public int Rows { get; init; } = 50;

    /// <summary>
    /// Different values of strings that are counted at a time, at least 1; more take more passes, not more memory. Each takes 22 bytes, with
    /// text 33, and at most 8 MB together are for telling those that are there once from the others.
    /// </summary>
    public int MostValues { get; init; } = 390_000;
}
