using System.Runtime.CompilerServices;

namespace Fleet.Heap.Retention.Graph;

/// <summary>A set of few addresses among very many that are asked for: almost every question is answered by one bit.</summary>
internal sealed class AddressFilter
{
    private const int IndexBits = 16;

    private readonly ulong[] _bits = new ulong[(1 << IndexBits) / 64];
    private readonly HashSet<ulong> _addresses = [];

    /// <summary>Adds one.</summary>
    /// <returns>False when it was in it before.</returns>
    public bool Add(ulong address)
    {
        var index = IndexOf(address);
        _bits[index >> 6] |= 1UL << (index & 63);
        return _addresses.Add(address);
    }

    /// <summary>Whether it is in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(ulong address)
    {
        var index = IndexOf(address);
        return (_bits[index >> 6] & (1UL << (index & 63))) != 0 && _addresses.Contains(address);
    }

    private static int IndexOf(ulong address) => (int)((address * 0x9E37_79B9_7F4A_7C15UL) >> (64 - IndexBits));
}
