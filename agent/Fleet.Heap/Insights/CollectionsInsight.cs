using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>Collections with nothing in them, and such with more room than they need.</summary>
internal sealed class CollectionsInsight(HeapView view, ScannedTypes types)
{
    private readonly List<Probe> _probes = [];

    /// <summary>Who looks at collections of a type; null when it is none that we know.</summary>
    public IObjectProbe? ProbeFor(TypeLayout type)
    {
        if (CollectionShape.Of(type) is not { } shape)
            return null;

        var probe = new Probe(view, types, type.Key, shape);
        _probes.Add(probe);
        return probe;
    }

    public IReadOnlyList<CollectionWaste> Report(int rows) =>
    [
        .. _probes.GroupBy(probe => probe.Key)
            .Select(same => new CollectionWaste(
                same.Key.Name, same.Key.Module, same.Sum(probe => probe.Count), same.Sum(probe => probe.Empty), same.Sum(probe => probe.Sparse), same.Sum(probe => probe.Wasted)))
            .Where(row => row.WastedBytes > 0)
            .OrderByDescending(row => row.WastedBytes).ThenBy(row => row.Name, StringComparer.Ordinal).Take(rows),
    ];

    private sealed class Probe(HeapView view, ScannedTypes types, TypeKey key, CollectionShape shape) : IObjectProbe
    {
        // Less is not worth a word, and what small collections have at first.
        private const long FewSlots = 8;

        public TypeKey Key { get; } = key;

        public long Count { get; private set; }

        public long Empty { get; private set; }

        public long Sparse { get; private set; }

        public long Wasted { get; private set; }

        public void See(in HeapObject found)
        {
            Count++;
            long used = HeapView.Int32In(found.Bytes, shape.Used);
            if (shape.Freed is { } freed)
                used -= Math.Max(0, HeapView.Int32In(found.Bytes, freed)); // a set of the old framework starts it at -1

            var (slots, slotBytes, arrayBytes) = Array(view.PointerIn(found.Bytes, shape.Slots));
            var (buckets, bucketBytes, bucketsBytes) = shape.Buckets is { } at ? Array(view.PointerIn(found.Bytes, at)) : default;
            if (used < 0 || (used > slots && !(slots == 0 && used == 0)))
                return; // damaged, or changed in this moment

            if (used == 0)
            {
                Empty++;
                // An empty array is one for all.
                Wasted += found.Size + (slots > 0 ? arrayBytes : 0) + (buckets > 0 ? bucketsBytes : 0);
            }
            else if (slots - used >= FewSlots && used * 2 < slots)
            {
                Sparse++;
                Wasted += (slots - used) * slotBytes + Math.Max(0, buckets - used) * bucketBytes;
            }
        }

        private (long Length, long ElementBytes, long Bytes) Array(ulong address)
        {
            if (types.Find(view.Table(address)) is not { ComponentSize: > 0 } type)
                return default;

            var length = view.UInt32(address + (uint)view.PointerSize);
            var align = (ulong)view.PointerSize - 1;
            return length <= int.MaxValue ? (length, type.ComponentSize, (long)((type.SizeOf(length) + align) & ~align)) : default;
        }
    }
}
