using Fleet.Contracts.Heap;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Naming;

/// <summary>Rows by type and module, and totals, from counts by method table.</summary>
internal sealed class Histogram
{
    private readonly Dictionary<TypeKey, MethodTableCount> _rows = [];
    private readonly long[] _objects = new long[6];
    private readonly long[] _bytes = new long[6];

    private Histogram()
    {
    }

    /// <summary>Objects, free ones not counted.</summary>
    public long Objects => _objects.Sum();

    /// <summary>Bytes of those objects.</summary>
    public long Bytes => _bytes.Sum();

    /// <summary>Bytes of free objects and gaps.</summary>
    public long FreeBytes { get; private set; }

    /// <summary>Objects whose method table the runtime does not know: memory that only looked like objects.</summary>
    public long UnknownObjects { get; private set; }

    /// <summary>Totals by generation.</summary>
    public GenerationTotals Generations => new(Total(0), Total(1), Total(2), Total(3), Total(4), Total(5));

    /// <summary>The rows, most bytes first, then by name so that equal heaps give equal documents.</summary>
    public IReadOnlyList<TypeRow> Rows =>
        [.. _rows.Select(row => Row(row.Key, row.Value))
            .OrderByDescending(row => row.Bytes).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Module, StringComparer.Ordinal)];

    /// <summary>Names all that was counted.</summary>
    public static Histogram Of(WalkResult walk, ulong freeTable, ClrRuntime runtime, CancellationToken cancellationToken)
    {
        var histogram = new Histogram { FreeBytes = walk.GapBytes.Sum() };
        foreach (var table in walk.Tables.Known)
        {
            if (!walk.Counts.TryGetValue(table.Address, out var count))
                continue; // was only tried

            cancellationToken.ThrowIfCancellationRequested();
            if (table.Address == freeTable)
                histogram.FreeBytes += count.Bytes.Sum();
            else
                histogram.Add(TypeNames.Of(runtime, walk.Tables, table), count);
        }

        return histogram;
    }

    private void Add(TypeKey? key, MethodTableCount count)
    {
        if (key is null)
            UnknownObjects += count.Objects.Sum();

        var known = key ?? new TypeKey("(unknown type)", "");
        // Recompiled code brings the same type again with a new method table; it is one row.
        if (!_rows.TryGetValue(known, out var row))
            _rows.Add(known, row = new MethodTableCount());
        for (var generation = 0; generation < _bytes.Length; generation++)
        {
            row.Objects[generation] += count.Objects[generation];
            row.Bytes[generation] += count.Bytes[generation];
            _objects[generation] += count.Objects[generation];
            _bytes[generation] += count.Bytes[generation];
        }
    }

    private GenerationTotal Total(int generation) => new(_objects[generation], _bytes[generation]);

    private static TypeRow Row(TypeKey key, MethodTableCount count) => new(
        key.Name, key.Module, count.Objects.Sum(), count.Bytes.Sum(),
        count.Bytes[0], count.Bytes[1], count.Bytes[2], count.Bytes[3], count.Bytes[4], count.Bytes[5]);
}
