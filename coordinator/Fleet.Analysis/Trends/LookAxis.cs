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

    /// <summary>Levels, of which four bins of one make one of the next; the coarsest spans 5,120 looks, 18 days of one look in five minutes.</summary>
    public const int Levels = 5;

    /// <summary>
    /// The ring beside those levels, of whole days since the first look: whatever follows the rhythm of days has all of it in every bin.
    /// </summary>
    public const int Days = Levels;

    /// <summary>All rings.</summary>
    public const int Rings = Levels + 1;

    private const int Marks = 48;
    private const long LeastOfDay = TimeSpan.TicksPerDay / 2;

    private readonly LookBin[] _bins = new LookBin[Rings * Bins];
    private readonly long[] _marks = new long[Marks];
    private LookBin _today;
    private long _origin;
    private long _days;
    private bool _dayEnded;

    /// <summary>Looks so far.</summary>
    public long Looks { get; private set; }

    /// <summary>Bins that were ever completed on a level.</summary>
    public long Completed(int level) => level == Days ? _days : Looks >> (2 * level);

    /// <summary>Bins of a level's ring.</summary>
    public int Length(int level) => (int)Math.Min(Completed(level), Bins);

    /// <summary>True when the newest look completed a bin of the level; a day is complete with the first look of the next.</summary>
    public bool IsFresh(int level) => level == Days ? _dayEnded : Looks > 0 && (Looks & ((1L << (2 * level)) - 1)) == 0;

    /// <summary>Looks that make a bin of the level; of days, on average.</summary>
    public long LooksOfBin(int level) => level == Days ? Math.Max(1, Looks / Math.Max(1, _days)) : 1L << (2 * level);

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

        if (long.IsPow2(Looks))
            _marks[(int)long.Log2(Looks)] = look.End;
        PushToday(look);
    }

    /// <summary>Hours from the look whose number is one power of two to that of a later one; never 0.</summary>
    public double HoursBetween(int power, int later) => Hours(_marks[later] - _marks[power]);

    /// <summary>Hours from the look whose number is a power of two to the newest; never 0.</summary>
    public double HoursSince(int power) => Hours(_bins[Slot(0, Looks - 1)].End - _marks[power]);

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Looks);
        writer.Write(_origin);
        writer.Write(_days);
        writer.Write(_dayEnded);
        Save(writer, _today);
        for (var power = 0; 1L << power <= Looks; power++)
            writer.Write(_marks[power]);
        for (var level = 0; level < Rings; level++)
        {
            for (var i = 0; i < Length(level); i++)
                Save(writer, this[level, i]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static LookAxis Load(BinaryReader reader)
    {
        var axis = new LookAxis
        {
            Looks = reader.ReadInt64(),
            _origin = reader.ReadInt64(),
            _days = reader.ReadInt64(),
            _dayEnded = reader.ReadBoolean(),
            _today = LoadBin(reader),
        };
        if (axis.Looks is < 0 or > 1L << 40 || axis._days < 0 || axis._days > axis.Looks)
            throw new InvalidDataException("The checkpoint counts an impossible number of looks.");

        for (var power = 0; 1L << power <= axis.Looks; power++)
            axis._marks[power] = reader.ReadInt64();
        for (var level = 0; level < Rings; level++)
        {
            var first = axis.Completed(level) - axis.Length(level);
            for (var i = 0; i < axis.Length(level); i++)
                axis._bins[Slot(level, first + i)] = LoadBin(reader);
        }

        return axis;
    }

    private static double Hours(long ticks) => Math.Max(1, ticks) / (double)TimeSpan.TicksPerHour;

    private void PushToday(LookBin look)
    {
        if (Looks == 1)
            _origin = look.Start;
        // A day that was hardly looked at knows nothing of its rhythm, and counts with the next.
        _dayEnded = Looks > 1 && DayOf(look.Start) != DayOf(_today.End) && _today.End - _today.Start >= LeastOfDay;
        if (_dayEnded)
            _bins[Slot(Days, _days++)] = _today;
        _today = Looks == 1 || _dayEnded ? look : look with { Start = _today.Start };
    }

    private long DayOf(long ticks) => (ticks - _origin) / TimeSpan.TicksPerDay;

    private static void Save(BinaryWriter writer, LookBin bin)
    {
        writer.Write(bin.Start);
        writer.Write(bin.End);
        writer.Write(bin.FullCollections);
        writer.Write(bin.YoungCollections);
    }

    private static LookBin LoadBin(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
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
