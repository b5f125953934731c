namespace Fleet.Analysis.Trends;

/// <summary>
/// When a series last rose above all that it had held before. What leaks sets record after record, in its own rhythm; what has filled
/// stops to. Costs a comparison a look, and tells the end of growth far sooner than a window that still holds its beginning.
/// </summary>
internal struct GrowthRecord
{
    private const int LeastQuiet = 8;
    private const int GapsOfQuiet = 3;
    private const double PartOfGrowth = 0.5;
    private const int LeastLooksToSettle = 16;
    private const float SettlingPart = 0.3f;
    private const float SlowingPart = 0.5f;
    private const float LevelPart = 0.01f;

    private float _previous;
    private float _beforePrevious;
    private float _highest;
    private long _since;
    private long _begun;
    private long _longestGap;
    private float _atMark;
    private float _atHalf;
    private float _atQuarter;

    /// <summary>Above this, a series whose growth had ended has begun to grow again; -∞ when it never ended.</summary>
    public float Ceiling { get; private set; }

    /// <summary>A record of nothing yet.</summary>
    public static GrowthRecord None => new()
    {
        _previous = float.NegativeInfinity,
        _beforePrevious = float.NegativeInfinity,
        _highest = float.NegativeInfinity,
        _atMark = float.NegativeInfinity,
        _atHalf = float.NegativeInfinity,
        _atQuarter = float.NegativeInfinity,
        Ceiling = float.NegativeInfinity,
    };

    /// <summary>Takes the value of a look.</summary>
    public void Take(float value, long look)
    {
        // A peak of one look is no level.
        var held = Math.Min(value, _previous);
        if (held > _highest)
        {
            _longestGap = Math.Max(_longestGap, look - _since);
            _highest = held;
            _since = look;
        }

        _beforePrevious = _previous;
        _previous = value;
        // Marks at powers of two tell early growth from late without keeping any of it.
        if (long.IsPow2(look))
            (_atQuarter, _atHalf, _atMark) = (_atHalf, _atMark, _highest);
    }

    /// <summary>
    /// True when records rise far more slowly by now than they did, or hardly at all: what fills or warms up does so, what leaks doesn't.
    /// </summary>
    public readonly bool IsSettling(LookAxis axis) =>
        Rises(axis) is { } rises && (rises.Late <= SettlingPart * rises.Early || _highest - _atHalf <= LevelPart * _highest);

    /// <summary>True when records rise clearly more slowly by now than they did: it may settle.</summary>
    public readonly bool IsSlowing(LookAxis axis) => Rises(axis) is { } rises && rises.Late <= SlowingPart * rises.Early;

    // Bytes an hour, since looks may be missing; null where there is nothing to compare.
    private readonly (double Early, double Late)? Rises(LookAxis axis)
    {
        if (axis.Looks < LeastLooksToSettle)
            return null;

        var power = (int)long.Log2(axis.Looks);
        var mark = 1L << power;
        var isLate = axis.Looks - mark >= mark / 4;
        // A series that begins late has no level at the first mark yet, and so no early growth to compare with.
        if (!float.IsFinite(isLate ? _atHalf : _atQuarter))
            return null;

        return isLate
            ? ((_atMark - _atHalf) / axis.HoursBetween(power - 1, power), (_highest - _atMark) / axis.HoursSince(power))
            : ((_atHalf - _atQuarter) / axis.HoursBetween(power - 2, power - 1), (_highest - _atHalf) / axis.HoursSince(power - 1));
    }

    /// <summary>Begins to count anew, when a series is found growing.</summary>
    /// <param name="look">The look that found it.</param>
    /// <param name="looks">For how long it has grown already.</param>
    /// <param name="longestGap">The longest time that it stood still meanwhile, in looks.</param>
    public void Begin(long look, long looks, long longestGap)
    {
        _begun = look - looks;
        _longestGap = longestGap;
    }

    /// <summary>Widens the time of growth when a longer window comes to show it.</summary>
    public void Extend(long look, long looks) => _begun = Math.Min(_begun, look - looks);

    /// <summary>The highest level that was held for two looks; -∞ before.</summary>
    public readonly float Highest => _highest;

    /// <summary>Looks without a new record.</summary>
    public readonly long Quiet(long look) => look - _since;

    /// <summary>True when there was no new record for longer than the pauses of this growth explain.</summary>
    public readonly bool IsQuiet(long look) =>
        Quiet(look) >= LeastQuiet
        && Quiet(look) > Math.Min(GapsOfQuiet * Math.Max(1, _longestGap), (long)(PartOfGrowth * (_since - _begun)));

    /// <summary>True when half of what was gained is lost.</summary>
    /// <param name="gained">Bytes that it has grown by.</param>
    public readonly bool WentAway(double gained) => HasLost(PartOfGrowth * gained);

    /// <summary>True when so many bytes of the highest level are lost.</summary>
    public readonly bool HasLost(double bytes) => Math.Max(_previous, _beforePrevious) < _highest - bytes;

    /// <summary>True when the last looks are above a level.</summary>
    public readonly bool IsAbove(double bytes) => Math.Max(_previous, _beforePrevious) > bytes;

    /// <summary>Ends the growth: only what rises above the level it ended at counts again.</summary>
    public void End(double gained)
    {
        Ceiling = Math.Max(Ceiling, _highest + (float)(0.1 * gained));
        _longestGap = 0;
    }

    /// <summary>Writes everything.</summary>
    public readonly void Save(BinaryWriter writer)
    {
        writer.Write(_previous);
        writer.Write(_beforePrevious);
        writer.Write(_highest);
        writer.Write(_since);
        writer.Write(_begun);
        writer.Write(_longestGap);
        writer.Write(_atMark);
        writer.Write(_atHalf);
        writer.Write(_atQuarter);
        writer.Write(Ceiling);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static GrowthRecord Load(BinaryReader reader)
    {
        var record = new GrowthRecord
        {
            _previous = reader.ReadSingle(),
            _beforePrevious = reader.ReadSingle(),
            _highest = reader.ReadSingle(),
            _since = reader.ReadInt64(),
            _begun = reader.ReadInt64(),
            _longestGap = reader.ReadInt64(),
            _atMark = reader.ReadSingle(),
            _atHalf = reader.ReadSingle(),
            _atQuarter = reader.ReadSingle(),
            Ceiling = reader.ReadSingle(),
        };
        return float.IsNaN(record._previous + record._highest + record.Ceiling + record._atMark + record._atHalf + record._atQuarter)
            ? throw new InvalidDataException("The checkpoint holds a record that is no number.")
            : record;
    }
}
