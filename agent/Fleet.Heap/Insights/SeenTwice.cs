using System.Numerics;

namespace Fleet.Heap.Insights;

/// <summary>
/// Tells values that may be there twice from those that are certainly there once, in 32 MB however many there are: two bits for each of
/// up to 2^27 parts that values fall into by their hash.
/// </summary>
/// <param name="expected">Different values that there are at least; a hundred times as many parts, and a million at least, keep others apart well enough.</param>
/// <param name="turn">Which bits of a hash say where it belongs, so that values which share a part of one don't share that of another.</param>
internal sealed class SeenTwice(int expected, int turn)
{
    private const int BitsPerTurn = 27;

    private const int LeastBits = 20; // 256 KB
    private const int MostBits = 27;
    private const int PartsPerExpectedBits = 7;
    private const int PartsPerWord = 32;

    private readonly int _shift = 64 - BitsFor(expected);
    private readonly ulong[] _words = new ulong[(1 << BitsFor(expected)) / PartsPerWord];

    /// <summary>Sees a value.</summary>
    public void Add(ulong hash)
    {
        var (word, shift) = Place(hash);
        ref var bits = ref _words[word];
        bits |= (bits >> shift & 1) == 0 ? 1UL << shift : 2UL << shift;
    }

    /// <summary>False: that value was seen once at most.</summary>
    public bool MayBe(ulong hash)
    {
        var (word, shift) = Place(hash);
        return (_words[word] >> shift & 2) != 0;
    }

    private static int BitsFor(int expected) => Math.Clamp(BitOperations.Log2((uint)expected) + PartsPerExpectedBits, LeastBits, MostBits);

    private (int Word, int Shift) Place(ulong hash)
    {
        var part = (int)(BitOperations.RotateLeft(hash, turn * BitsPerTurn) >> _shift);
        return (part / PartsPerWord, part % PartsPerWord * 2);
    }
}
