using Fleet.Contracts.Heap;
using Fleet.Heap.Counting;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Memory;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Insights;

/// <summary>Objects that can't be moved: by a handle, or because they live in the heap of pinned objects.</summary>
internal sealed class PinnedInsight(HeapView view, Delegates objects, ScannedTypes types)
{
    private readonly Dictionary<(TypeKey Type, string By), (long Count, long Bytes)> _rows = [];
    private readonly Dictionary<ulong, (long Count, long Bytes)> _heap = [];

    public void See(in HeapObject found)
    {
        if (found.Generation != HeapGeneration.Poh)
            return;

        var (count, bytes) = _heap.GetValueOrDefault(found.Type.Address);
        _heap[found.Type.Address] = (count + 1, bytes + found.Size);
    }

    /// <summary>Looks at the handles.</summary>
    /// <returns>Tables that were read; 0 where the debugging library had to list them.</returns>
    public int SeeHandles(ClrRuntime runtime, IMemorySource memory)
    {
        var tables = new HandleTables(view.PointerSize);
        var segments = HandleTables.Segments(runtime.EnumerateClrNativeHeaps());
        var read = segments.Count(segment => tables.TryVisit(memory, segment, See));
        if (segments.Length > 0)
            return read;

        foreach (var handle in runtime.EnumerateHandles())
            See(handle.HandleKind, handle.Object.Address);
        return 0;
    }

    public IReadOnlyList<PinnedObjects> Report(int rows, Types.ITypeSource source)
    {
        foreach (var (table, (count, bytes)) in _heap)
            Add(source.Layout(table)?.Key ?? new TypeKey("(unknown type)", ""), "PinnedHeap", count, bytes);
        _heap.Clear();
        return
        [
            .. _rows.Select(row => new PinnedObjects(row.Key.Type.Name, row.Key.Type.Module, row.Key.By, row.Value.Count, row.Value.Bytes))
                .OrderByDescending(row => row.Bytes).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.By, StringComparer.Ordinal).Take(rows),
        ];
    }

    private void See(ClrHandleKind kind, ulong address)
    {
        if (kind is not (ClrHandleKind.Pinned or ClrHandleKind.AsyncPinned) || types.Find(view.Table(address)) is not { } type || objects.TypeAt(address) is not { } key)
            return;

        var align = (ulong)view.PointerSize - 1;
        var length = type.ComponentSize == 0 ? 0 : view.UInt32(address + (uint)view.PointerSize);
        Add(key, kind.ToString(), 1, (long)((type.SizeOf(length) + align) & ~align));
    }

    private void Add(TypeKey type, string by, long count, long bytes)
    {
        var row = _rows.GetValueOrDefault((type, by));
        _rows[(type, by)] = (row.Count + count, row.Bytes + bytes);
    }
}
