using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>
/// What grows in a process without being bytes: assemblies that were loaded before under the same name, handles, objects that wait for their finalizer. There
/// is nothing of it until a summary comes with details: most recorded series have none.
/// </summary>
internal sealed class CountedThings
{
    private static readonly LeakKind[] s_kinds = [LeakKind.Assemblies, LeakKind.Handles, LeakKind.Finalizers];

    private CountedSeries[] _series = [];

    /// <summary>All series; none when no summary ever came with details.</summary>
    public IReadOnlyList<CountedSeries> All => _series;

    /// <summary>Takes one summary.</summary>
    /// <param name="details">Null where the look did not learn them.</param>
    /// <param name="axis">The looks.</param>
    /// <param name="trending">False during warm-up.</param>
    public void Take(HeapDetails? details, LookAxis axis, bool trending)
    {
        if (details is not null && _series.Length == 0)
            _series = [.. s_kinds.Select(kind => new CountedSeries(kind, axis, CountsOf(kind, details)?.Sum(count => count.Count) ?? 0))];

        foreach (var series in _series)
            series.Take(details is null ? null : CountsOf(series.Kind, details), axis, trending);
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer, LookAxis axis)
    {
        writer.Write(_series.Length > 0);
        foreach (var series in _series)
            series.Save(writer, axis);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static CountedThings Load(BinaryReader reader, LookAxis axis) => new()
    {
        _series = reader.ReadBoolean() ? [.. s_kinds.Select(kind => CountedSeries.Load(reader, axis, kind))] : [],
    };

    // No process is without any of them: an empty list is one that could not be read. The first of a name is not too many: code that is
    // loaded late is loaded once.
    private static List<(string Name, string Module, long Count)>? CountsOf(LeakKind kind, HeapDetails details) => kind switch
    {
        LeakKind.Assemblies when details.Assemblies.Count == 0 => null,
        LeakKind.Handles when details.Handles.Count == 0 => null,
        LeakKind.Finalizers when details.Finalizable.Count == 0 => null,
        LeakKind.Assemblies => [.. details.Assemblies.Select(assembly => (assembly.Name, assembly.Name, Possible(assembly.Loaded) - 1)).Where(count => count.Item3 > 0)],
        LeakKind.Handles => [.. details.Handles.Select(handle => (handle.Kind, "", Possible(handle.Count)))],
        _ => [.. details.Finalizable.Where(row => row.Waiting > 0).Select(row => (row.Name, row.Module, Possible(row.Waiting)))],
    };

    private static long Possible(long count) => Math.Clamp(count, 0, int.MaxValue);
}
