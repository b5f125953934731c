namespace Fleet.Heap.Insights;

/// <summary>
/// Tells values that may be there twice from those that are certainly there once, in 32 MB however many there are: two bits for each of
/// 2^27 parts that values fall into by their hash.
/// </summary>
internal sealed class SeenTwice
{
    private const int PartBits = 27;
    private const int PartsPerWord = 32;

    private readonly ulong[] _words = new ulong[(1 << PartBits) / PartsPerWord];

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

    private static (int Word, int Shift) Place(ulong hash)
    {
        var part = (int)(hash >> (64 - PartBits));
        return (part / PartsPerWord, part % PartsPerWord * 2);
    }
}
