using System.Text.Json.Serialization;

namespace Fleet.Contracts.Heap;

/// <summary>
/// Histogram of one managed heap at one moment, and its totals. This is also the document that <c>fleet heap --json</c> prints
/// and that a heap worker writes to its standard output.
/// </summary>
public sealed record HeapSummary
{
    /// <summary>The process that the heap belongs to.</summary>
    public required ProcessDescription Process { get; init; }

    /// <summary>The runtime that owns the heap.</summary>
    public required RuntimeDescription Runtime { get; init; }

    /// <summary>Where the bytes came from: <c>live</c> or <c>dump</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Objects, free ones not counted.</summary>
    public required long Objects { get; init; }

    /// <summary>Bytes of those objects, alignment included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of free objects and gaps.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>True when every object was counted; false when something was not, for <see cref="IncompleteReason"/>.</summary>
    public required bool Complete { get; init; }

    /// <summary>What was not counted and why; null when complete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IncompleteReason { get; init; }

    /// <summary>Bytes of segments that were walked, free space included.</summary>
    public required long BytesWalked { get; init; }

    /// <summary>Bytes that the collector has committed for its heaps.</summary>
    public required long BytesCommitted { get; init; }

    /// <summary>How it was read: <c>suspended</c>, <c>concurrent</c>, <c>snapshot</c>, <c>estimate</c> or <c>dump</c>; empty where not known.</summary>
    public string Method { get; init; } = "";

    /// <summary>Bytes that an estimate may have counted wrongly; null when it is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EstimateErrorBytes { get; init; }

    /// <summary>How long the process was suspended, all in all, in milliseconds; 0 for a dump.</summary>
    public required double PauseMs { get; init; }

    /// <summary>The longest suspension at a stretch, in milliseconds.</summary>
    public double LongestPauseMs { get; init; }

    /// <summary>How long the walk took, in milliseconds.</summary>
    public required double WalkMs { get; init; }

    /// <summary>How often the process was attached to until the heap could be walked; at least 1.</summary>
    public required int Attempts { get; init; }

    /// <summary>Totals by generation.</summary>
    public required GenerationTotals Generations { get; init; }

    /// <summary>Rows of the histogram, most bytes first; one per type and module.</summary>
    public required IReadOnlyList<TypeRow> Types { get; init; }

    /// <summary>What else there is to say of the heap; null from sources that don't know it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HeapDetails? Details { get; init; }

    /// <summary>What is wasteful or wrong; null unless it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InsightsReport? Insights { get; init; }

    /// <summary>Who holds what; null unless it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RetentionReport? Retention { get; init; }
}

/// <summary>A process, as far as a summary names it.</summary>
/// <param name="Name">Process name without extension.</param>
/// <param name="Pid">Process id; 0 where a dump does not tell.</param>
/// <param name="StartedAt">UTC; null where a dump does not tell.</param>
/// <param name="Bits">32 or 64.</param>
public sealed record ProcessDescription(string Name, int Pid, DateTimeOffset? StartedAt, int Bits);

/// <summary>A runtime, as far as a summary names it.</summary>
/// <param name="Flavor"><c>.NET</c> or <c>.NET Framework</c>.</param>
/// <param name="Version">As the runtime reports it.</param>
/// <param name="ServerGc">Server garbage collection, one heap per core.</param>
public sealed record RuntimeDescription(string Flavor, string Version, bool ServerGc);

/// <summary>Objects and bytes of one generation.</summary>
public readonly record struct GenerationTotal(long Objects, long Bytes);

/// <summary>Totals by generation: the three of the small object heap, large, pinned and frozen objects.</summary>
public sealed record GenerationTotals(
    GenerationTotal Gen0,
    GenerationTotal Gen1,
    GenerationTotal Gen2,
    GenerationTotal Loh,
    GenerationTotal Poh,
    GenerationTotal Frozen);

/// <summary>One row of the histogram. All but <paramref name="Count"/> are bytes; generations add up to <paramref name="Bytes"/>.</summary>
/// <param name="Name">Full type name as the runtime's metadata gives it.</param>
/// <param name="Module">Normalised module name: no path, no <c>.dll</c>, no display-name tail. Empty where unknown.</param>
/// <param name="Count">Objects.</param>
/// <param name="Bytes">Bytes, alignment included.</param>
/// <param name="Gen0">Bytes in generation 0.</param>
/// <param name="Gen1">Bytes in generation 1.</param>
/// <param name="Gen2">Bytes in generation 2.</param>
/// <param name="Loh">Bytes in the large object heap.</param>
/// <param name="Poh">Bytes in the pinned object heap.</param>
/// <param name="Frozen">Bytes in frozen segments.</param>
public readonly record struct TypeRow(
    string Name,
    string Module,
    long Count,
    long Bytes,
    long Gen0,
    long Gen1,
    long Gen2,
    long Loh,
    long Poh,
    long Frozen)
{
    /// <summary>What identifies a row over time.</summary>
    [JsonIgnore]
    public TypeKey Key => new(Name, Module);
}

/// <summary>A type in a module: what a trend is about.</summary>
public readonly record struct TypeKey(string Name, string Module);
