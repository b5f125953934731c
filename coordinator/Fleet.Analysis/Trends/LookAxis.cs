namespace Fleet.Analysis.Trends;

/// <summary>
/// The looks at an instance after its warm-up, thinned in time and shared by all its series. Level 0 is a ring of the last looks as they
/// are; each bin of the next level is four of the one before, so a handful of rings spans hours and weeks alike, in constant memory,
/// and history is never read again.
/// </summary>
internal sealed class LookAxis
{
    /// <summary>Bins of a ring.</summary>
    public const int Bins = 20;

    /// <summary>Bins of one level that make one of the next.</summary>
    public const int Merged = 4;

    /// <summary>Rings; the coarsest spans 5,120 looks, 18 days of one look in five minutes.</summary>
    public const int Levels = 5;

    private readonly LookBin[] _bins = new LookBin[Levels * Bins];

    /// <summary>Looks so far.</summary>
    public long Looks { get; private set; }

    /// <summary>Bins that were ever completed on a level.</summary>
    public long Completed(int level) => Looks >> (2 * level);

    /// <summary>Bins of a level's ring.</summary>
    public int Length(int level) => (int)Math.Min(Completed(level), Bins);

    /// <summary>True when the newest look completed a bin of the level.</summary>
    public bool IsFresh(int level) => Looks > 0 && (Looks & ((1L << (2 * level)) - 1)) == 0;

    /// <summary>Bins of a ring, the oldest first.</summary>
    public LookBin this[int level, int index] => _bins[Slot(level, Completed(level) - Length(level) + index)];

    /// <summary>Where the bin with this number, counted from the first ever, lies in an array of all rings.</summary>
    public static int Slot(int level, long number) => (level * Bins) + (int)(number % Bins);

    /// <summary>Takes one look.</summary>
    public void Push(LookBin look)
    {
        Looks++;
        _bins[Slot(0, Looks - 1)] = look;
        for (var level = 1; level < Levels && IsFresh(level); level++)
        {
            var newest = Completed(level - 1) - 1;
            var merged = _bins[Slot(level - 1, newest)];
            var oldest = _bins[Slot(level - 1, newest - Merged + 1)];
            _bins[Slot(level, Completed(level) - 1)] = merged with { Start = oldest.Start };
        }
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Looks);
        for (var level = 0; level < Levels; level++)
        {
            for (var i = 0; i < Length(level); i++)
            {
                var bin = this[level, i];
                writer.Write(bin.Start);
                writer.Write(bin.End);
                writer.Write(bin.FullCollections);
                writer.Write(bin.YoungCollections);
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static LookAxis Load(BinaryReader reader)
    {
        var axis = new LookAxis { Looks = reader.ReadInt64() };
        if (axis.Looks is < 0 or > 1L << 40)
            throw new InvalidDataException("The checkpoint counts an impossible number of looks.");

        for (var level = 0; level < Levels; level++)
        {
            var first = axis.Completed(level) - axis.Length(level);
            for (var i = 0; i < axis.Length(level); i++)
                axis._bins[Slot(level, first + i)] = new LookBin(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        }

        return axis;
    }
}

/// <summary>One or several looks in a row.</summary>
/// <param name="Start">First look, UTC ticks.</param>
/// <param name="End">Last look, UTC ticks.</param>
/// <param name="FullCollections">Full collections that were seen until the last look; <see cref="NotKnown"/> when nothing tells.</param>
/// <param name="YoungCollections">Collections of any generation until the last look; <see cref="NotKnown"/> when nothing tells.</param>
internal readonly record struct LookBin(long Start, long End, long FullCollections, long YoungCollections)
{
    /// <summary>In place of a number of collections.</summary>
    public const long NotKnown = -1;
}
