using System.Runtime.InteropServices;

namespace Fleet.Heap.Insights.Strings;

/// <summary>
/// A hash of 64 bits, after the folded multiplication of wyhash (github.com/wangyi-fudan/wyhash): two different values of 10 million are equal
/// by it with a chance of one in 370,000. The salt keeps it from telling what a value is.
/// </summary>
internal struct ValueHash(ulong salt)
{
    private const ulong First = 0xA076_1D64_78BD_642FUL;
    private const ulong Second = 0xE703_7ED1_A0B4_28DBUL;

    private ulong _state = salt ^ First;
    private ulong _bytes;

    /// <summary>Adds the next bytes; all but the last must be a multiple of 16.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _bytes += (ulong)bytes.Length;
        while (bytes.Length >= 16)
        {
            Mix(MemoryMarshal.Read<ulong>(bytes), MemoryMarshal.Read<ulong>(bytes[8..]));
            bytes = bytes[16..];
        }

        if (bytes.Length == 0)
            return;
        Span<byte> rest = stackalloc byte[16];
        rest.Clear();
        bytes.CopyTo(rest);
        Mix(MemoryMarshal.Read<ulong>(rest), MemoryMarshal.Read<ulong>(rest[8..]));
    }

    /// <summary>The hash of all that was added.</summary>
    public readonly ulong Value => Fold(_state ^ Second, _bytes ^ First);

    private void Mix(ulong a, ulong b) => _state = Fold(a ^ First, b ^ _state);

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
