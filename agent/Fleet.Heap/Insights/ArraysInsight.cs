using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>Arrays of references with little in them.</summary>
internal sealed class ArraysInsight(HeapView view)
{
    private readonly List<Probe> _probes = [];

    /// <summary>Who looks at arrays of a type; null when it is no array of references.</summary>
    public IObjectProbe? ProbeFor(TypeLayout type, ScannedType table)
    {
        if (!type.IsReferenceArray || table.ComponentSize != view.PointerSize)
            return null;

        // Before the elements an array has its method table and length, one of more dimensions its bounds too.
        var start = (int)table.BaseSize - view.PointerSize;
        if (start < view.PointerSize * 2)
            return null;
        var probe = new Probe(view, type.Key, start);
        _probes.Add(probe);
        return probe;
    }

    public IReadOnlyList<ArrayWaste> Report(int rows) =>
    [
        .. _probes.GroupBy(probe => probe.Key)
            .Select(same => new ArrayWaste(same.Key.Name, same.Key.Module, same.Sum(probe => probe.Count), same.Sum(probe => probe.Sparse), same.Sum(probe => probe.Wasted)))
            .Where(row => row.Sparse > 0)
            .OrderByDescending(row => row.WastedBytes).ThenBy(row => row.Name, StringComparer.Ordinal).Take(rows),
    ];

    private sealed class Probe(HeapView view, TypeKey key, int start) : IObjectProbe
    {
        private const int FewElements = 8;
        private const int PieceBytes = 64 << 10;

        private byte[]? _piece;

        public TypeKey Key { get; } = key;

        public long Count { get; private set; }

        public long Sparse { get; private set; }

        public long Wasted { get; private set; }

        public void See(in HeapObject found)
        {
            if (found.Length < FewElements)
                return;

            Count++;
            var bytes = (long)found.Length * view.PointerSize;
            var unset = start + bytes <= found.Bytes.Length ? Unset(found.Bytes.Slice(start, (int)bytes)) : Unset(found.Address + (uint)start, bytes);
            if (unset * 2 <= found.Length)
                return;
            Sparse++;
            Wasted += unset * view.PointerSize;
        }

        private long Unset(ReadOnlySpan<byte> elements)
        {
            long unset = 0;
            if (view.PointerSize == 8)
            {
                foreach (var element in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(elements))
                    unset += element == 0 ? 1 : 0;
            }
            else
            {
                foreach (var element in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(elements))
                    unset += element == 0 ? 1 : 0;
            }

            return unset;
        }

        // Larger than a block: piece by piece. What can't be read counts as set.
        private long Unset(ulong address, long bytes)
        {
            _piece ??= new byte[PieceBytes];
            long unset = 0;
            for (long done = 0; done < bytes;)
            {
                var piece = _piece.AsSpan(0, (int)Math.Min(PieceBytes, bytes - done));
                if (view.Read(address + (ulong)done, piece) != piece.Length)
                    break;
                unset += Unset(piece);
                done += piece.Length;
            }

            return unset;
        }
    }
}
