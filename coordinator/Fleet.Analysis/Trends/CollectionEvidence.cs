using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>
/// Counts full collections as they show in summaries: by the runtime's own counter where it is known, and else by old memory that
/// became less, which nothing but a full collection does.
/// </summary>
/// <param name="patience">Looks without a full collection after which a process without a counter is taken for one whose collections can't be seen.</param>
internal sealed class CollectionEvidence(int patience)
{
    private const double NoteworthyPart = 0.001;
    private const double LastingPart = 0.99;
    // A counter that stands still is to be believed for longer than none.
    private const int PatienceWithCounter = 4;

    private long _counter = LookBin.NotKnown;
    private double _oldBytes;
    private double _promotedBytes;
    private long _seen;
    private long _looksWithout;

    /// <summary>
    /// True when no collection has promoted anything between the last two summaries: no more is old than before, and hardly less. Full ones
    /// may have run all the same: in the background, they sweep what is young where it is.
    /// </summary>
    public bool Waiting { get; private set; }

    /// <summary>
    /// Full collections seen up to this summary; <see cref="LookBin.NotKnown"/> when there was none in so many looks that the
    /// process must be one whose collections can't be seen.
    /// </summary>
    public long Observe(InstanceSummary summary)
    {
        double old = 0, promoted = 0;
        foreach (ref readonly var row in summary.Heap.Types.InPlace())
        {
            old += (double)Math.Max(0, row.Gen2) + Math.Max(0, row.Loh);
            promoted += (double)Math.Max(0, row.Gen1) + Math.Max(0, row.Gen2);
        }

        Waiting = promoted <= _promotedBytes && promoted >= LastingPart * _promotedBytes;
        _promotedBytes = promoted;

        var counter = summary.Memory.GcCounts is { Count: >= 3 } counts ? counts[2] : LookBin.NotKnown;
        var counted = counter > _counter && _counter != LookBin.NotKnown;
        var shrunk = old < _oldBytes * (1 - NoteworthyPart);
        _looksWithout = counted || shrunk ? 0 : _looksWithout + 1;
        if (counted || shrunk)
            _seen++;

        _counter = counter;
        _oldBytes = old;
        var patient = counter == LookBin.NotKnown ? patience : PatienceWithCounter * patience;
        return _seen == 0 && _looksWithout > patient ? LookBin.NotKnown : _seen;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_counter);
        writer.Write(_oldBytes);
        writer.Write(_seen);
        writer.Write(_looksWithout);
        writer.Write(_promotedBytes);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static CollectionEvidence Load(BinaryReader reader, int patience) => new(patience)
    {
        _counter = reader.ReadInt64(),
        _oldBytes = reader.ReadDouble(),
        _seen = reader.ReadInt64(),
        _looksWithout = reader.ReadInt64(),
        _promotedBytes = reader.ReadDouble(),
    };
}
