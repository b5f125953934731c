using System.Numerics;

namespace Fleet.Heap.Insights.Strings;

/// <summary>
/// Tells values that may have been seen before from those that certainly were not, in 8 MB however many there are: a Bloom filter (Bloom,
/// "Space/time trade-offs in hash coding with allowable errors", 1970) of two bits for each, both in one word.
/// </summary>
/// <param name="counted">Values that are counted at a time; some hundred times as many bits keep thirty times as many apart.</param>
internal sealed class SeenBefore(int counted)
{
    private const int LeastBits = 16;
    private const int MostBits = 26;
    private const int BitsPerCounted = 8;
    private const int WordBits = 6;

    private readonly ulong[] _words = new ulong[1 << (Math.Clamp(BitOperations.Log2((uint)counted) + BitsPerCounted, LeastBits, MostBits) - WordBits)];

    /// <summary>Sees a value.</summary>
    /// <returns>False: it was not seen before.</returns>
    public bool Add(ulong hash)
    {
        ref var word = ref _words[hash & (uint)(_words.Length - 1)];
        var bits = 1UL << (int)(hash >> (MostBits - WordBits)) | 1UL << (int)(hash >> MostBits);
        var isSeen = (word & bits) == bits;
        word |= bits;
        return isSeen;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Array.Clear(_words);
}
