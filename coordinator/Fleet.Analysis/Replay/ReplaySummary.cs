using System.Buffers;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Replay;

/// <summary>A summary out of a replay file. Its rows are borrowed: they are valid until <see cref="Return"/>.</summary>
public sealed class ReplaySummary
{
    private TypeRow[]? _rows;

    internal ReplaySummary(InstanceSummary summary, TypeRow[] rows)
    {
        Summary = summary;
        _rows = rows;
    }

    /// <summary>The summary.</summary>
    public InstanceSummary Summary { get; }

    /// <summary>Gives the rows back. The summary must not be used any more.</summary>
    public void Return()
    {
        if (_rows is { } rows)
            ArrayPool<TypeRow>.Shared.Return(rows);
        _rows = null;
    }
}
