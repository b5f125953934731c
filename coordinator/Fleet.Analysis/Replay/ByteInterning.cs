using System.IO.Hashing;

namespace Fleet.Analysis.Replay;

/// <summary>Makes a value of bytes that were not seen before.</summary>
internal delegate T FromBytes<out T>(ReadOnlySpan<byte> raw);

/// <summary>
/// Turns the same bytes into the same value, without making a string to look it up. Histograms repeat themselves: what followed a value
/// last time is tried first, which costs a comparison and no hash.
/// </summary>
internal sealed class ByteInterning<T>(FromBytes<T> create)
{
    private Entry?[] _buckets = new Entry?[1024];
    private int _count;
    private Entry? _last;

    /// <summary>The value of these bytes.</summary>
    public T Get(ReadOnlySpan<byte> raw)
    {
        var entry = _last?.Successor is { } expected && raw.SequenceEqual(expected.Raw) ? expected : Find(raw);
        _last?.Successor = entry;
        _last = entry;
        return entry.Value;
    }

    private Entry Find(ReadOnlySpan<byte> raw)
    {
        var hash = XxHash3.HashToUInt64(raw);
        for (var entry = _buckets[Bucket(hash)]; entry is not null; entry = entry.Next)
        {
            if (entry.Hash == hash && raw.SequenceEqual(entry.Raw))
                return entry;
        }

        return Add(raw, hash);
    }

    private Entry Add(ReadOnlySpan<byte> raw, ulong hash)
    {
        var added = new Entry(raw.ToArray(), hash, create(raw));
        if (++_count > _buckets.Length)
            Grow();
        added.Next = _buckets[Bucket(hash)];
        _buckets[Bucket(hash)] = added;
        return added;
    }

    private void Grow()
    {
        var old = _buckets;
        _buckets = new Entry?[2 * old.Length];
        foreach (var head in old)
        {
            for (var entry = head; entry is not null;)
            {
                var next = entry.Next;
                entry.Next = _buckets[Bucket(entry.Hash)];
                _buckets[Bucket(entry.Hash)] = entry;
                entry = next;
            }
        }
    }

    private int Bucket(ulong hash) => (int)(hash & (ulong)(_buckets.Length - 1));

    private sealed class Entry(byte[] raw, ulong hash, T value)
    {
        public byte[] Raw { get; } = raw;

        public ulong Hash { get; } = hash;

        public T Value { get; } = value;

        public Entry? Next { get; set; }

        public Entry? Successor { get; set; }
    }
}
