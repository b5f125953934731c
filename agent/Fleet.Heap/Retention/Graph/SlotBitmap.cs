using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fleet.Heap.Retention.Graph;

/// <summary>A bit per slot of a heap. Memory is taken where bits are set only, so that a heap that claims to be vast costs nothing.</summary>
internal sealed class SlotBitmap(long slots)
{
    private const int ChunkShift = 20;
    private const int ChunkWords = (1 << ChunkShift) / 64;
    private const int RankShift = 9;
    private const int RanksPerChunk = 1 << (ChunkShift - RankShift);

    private readonly ulong[]?[] _chunks = new ulong[(slots >> ChunkShift) + 1][];
    private int[]?[]? _ranks;
    private int[] _before = [];

    /// <summary>Bits set.</summary>
    public long Count { get; private set; }

    /// <summary>Sets a bit; true when it was not set before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Set(long slot)
    {
        var chunk = _chunks[slot >> ChunkShift] ?? Add(slot);
        ref var word = ref chunk[(slot >> 6) & (ChunkWords - 1)];
        var bit = 1UL << (int)(slot & 63);
        if ((word & bit) != 0)
            return false;

        word |= bit;
        Count++;
        return true;
    }

    /// <summary>Whether a bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(long slot) =>
        _chunks[slot >> ChunkShift] is { } chunk && (chunk[(slot >> 6) & (ChunkWords - 1)] & (1UL << (int)(slot & 63))) != 0;

    /// <summary>Counts what is set before each 512th slot, for <see cref="Rank"/>. Bits must not be set afterwards.</summary>
    /// <exception cref="OverflowException">More than 2³¹ bits are set.</exception>
    public void Index()
    {
        _ranks = new int[_chunks.Length][];
        _before = new int[_chunks.Length];
        var before = 0;
        for (var c = 0; c < _chunks.Length; c++)
        {
            _before[c] = before;
            if (_chunks[c] is not { } chunk)
                continue;

            var ranks = _ranks[c] = new int[RanksPerChunk];
            for (var word = 0; word < ChunkWords; word++)
            {
                if ((word & 7) == 0)
                    ranks[word >> 3] = before;
                before = checked(before + BitOperations.PopCount(chunk[word]));
            }
        }
    }

    /// <summary>How many bits are set before a slot: where its own is set too, the number of its object.</summary>
    public int Rank(long slot)
    {
        if (_chunks[slot >> ChunkShift] is not { } chunk)
            return _before[slot >> ChunkShift];

        var word = (int)((slot >> 6) & (ChunkWords - 1));
        var rank = _ranks![slot >> ChunkShift]![word >> 3];
        for (var w = word & ~7; w < word; w++)
            rank += BitOperations.PopCount(chunk[w]);
        return rank + BitOperations.PopCount(chunk[word] & ((1UL << (int)(slot & 63)) - 1));
    }

    /// <summary>The slot that so many set bits are before; -1 when there are fewer.</summary>
    public long Select(int rank)
    {
        if (rank < 0 || rank >= Count)
            return -1;

        // The last of the chunks that start with as many is the one that holds the next bit.
        var chunk = Array.BinarySearch(_before, rank);
        chunk = chunk < 0 ? ~chunk - 1 : Array.FindLastIndex(_before, before => before == rank);
        var left = rank - _before[chunk];
        for (var slot = Next((long)chunk << ChunkShift); slot >= 0; slot = Next(slot + 1))
            if (left-- == 0)
                return slot;
        return -1;
    }

    /// <summary>The set bit at or behind a slot; -1 when there is none.</summary>
    public long Next(long slot)
    {
        while (slot >> ChunkShift < _chunks.Length)
        {
            if (_chunks[slot >> ChunkShift] is not { } chunk)
            {
                slot = ((slot >> ChunkShift) + 1) << ChunkShift;
                continue;
            }

            var word = chunk[(slot >> 6) & (ChunkWords - 1)] >> (int)(slot & 63);
            if (word != 0)
                return slot + BitOperations.TrailingZeroCount(word);
            slot = (slot & ~63L) + 64;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong[] Add(long slot) => _chunks[slot >> ChunkShift] = new ulong[ChunkWords];
}
