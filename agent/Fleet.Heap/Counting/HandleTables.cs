using System.Runtime.InteropServices;
using Fleet.Heap.Memory;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Counting;

/// <summary>
/// The collector's handles, read from its tables. The debugging library would take some 9 µs and 300 bytes for each. The layout is the
/// runtime's contract with that library (<c>dac_handle_table_segment</c> in its <c>gcinterface.dac.h</c>): segments of 64 KB, their first
/// 4 KB a header that has the kind of each block of 64 handles, the rest handles. A handle that is not in use is null.
/// </summary>
internal sealed class HandleTables
{
    private const int SegmentBytes = 0x10000;
    private const int HeaderBytes = 0x1000;
    private const int HandlesPerBlock = 64;
    private const int MaskBits = 32;
    private const byte NoBlock = 0xFF;
    private const byte MostKinds = 16;

    // What is above has no handles but data that belongs to them; as which kind, depends on the version.
    private const byte LastKind = 10;

    private readonly int _pointerSize;
    private readonly byte[] _segment = new byte[SegmentBytes];

    /// <param name="pointerSize">4 or 8.</param>
    public HandleTables(int pointerSize) => _pointerSize = pointerSize;

    private int Blocks => (SegmentBytes - HeaderBytes) / _pointerSize / HandlesPerBlock;

    // Behind a generation for each clump of 16 handles, the next block for each block, and a bit for each handle.
    private int KindsAt => Blocks * (HandlesPerBlock / 16) + Blocks + Blocks * HandlesPerBlock / MaskBits * sizeof(uint);

    /// <summary>Addresses of the tables' segments; none where the runtime can't tell (.NET Framework).</summary>
    public static ulong[] Segments(IEnumerable<ClrNativeHeapInfo> nativeHeaps) =>
        [.. nativeHeaps.Where(heap => heap.Kind == NativeHeapKind.HandleTable).Select(heap => heap.MemoryRange.Start).Distinct()];

    /// <summary>Visits every handle in use of one segment: its kind, and the object it refers to.</summary>
    /// <returns>False when this is no segment as described above, or can't be read; nothing was visited then.</returns>
    public bool TryVisit(IMemorySource memory, ulong segment, Action<ClrHandleKind, ulong> visit)
    {
        // Only as much of it is committed as was ever used.
        var read = memory.Read(segment, _segment);
        if (read < HeaderBytes)
            return false;
        _segment.AsSpan(read).Clear();

        var kinds = _segment.AsSpan(KindsAt, Blocks);
        foreach (var kind in kinds)
        {
            if (kind is >= MostKinds and not NoBlock)
                return false;
        }

        for (var block = 0; block < kinds.Length; block++)
        {
            if (kinds[block] > LastKind)
                continue;

            var bytes = _segment.AsSpan(HeaderBytes + block * HandlesPerBlock * _pointerSize, HandlesPerBlock * _pointerSize);
            for (var at = 0; at < bytes.Length; at += _pointerSize)
            {
                var target = _pointerSize == 8 ? MemoryMarshal.Read<ulong>(bytes[at..]) : MemoryMarshal.Read<uint>(bytes[at..]);
                if (target != 0)
                    visit((ClrHandleKind)kinds[block], target);
            }
        }

        return true;
    }
}
