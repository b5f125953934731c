using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>The largest objects.</summary>
/// <param name="rows">How many.</param>
internal sealed class LargestInsight(int rows)
{
    private readonly PriorityQueue<Large, long> _largest = new();
    private long _least;

    public void See(in HeapObject found)
    {
        if (found.Size <= _least)
            return;

        if (_largest.Count == rows)
            _largest.Dequeue();
        _largest.Enqueue(new Large(found.Address, found.Type.Address, found.Size, found.Length), found.Size);
        _least = _largest.Count == rows ? _largest.Peek().Bytes : 0;
    }

    public IReadOnlyList<LargeObject> Report(ITypeSource types) =>
    [
        .. _largest.UnorderedItems.Select(item => item.Element).OrderByDescending(large => large.Bytes).ThenBy(large => large.Address)
            .Select(large => (Large: large, types.Layout(large.Table)?.Key))
            .Select(row => new LargeObject(
                row.Large.Address.ToString("x", CultureInfo.InvariantCulture), row.Key?.Name ?? "(unknown type)", row.Key?.Module ?? "", row.Large.Bytes, row.Large.Length)),
    ];

    private readonly record struct Large(ulong Address, ulong Table, long Bytes, uint Length);
}
