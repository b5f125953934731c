namespace Fleet.Analysis.Trends;

/// <summary>Bytes of one thing over the looks of a <see cref="LookAxis"/>: of every bin the lowest, which is what no collection took away.</summary>
internal sealed class Series
{
    // Load that comes back comes back to about the same height.
    private const float RememberedMargin = 1.03f;

    private float[] _floors = new float[LookAxis.Bins];
    private readonly Past[] _past = new Past[LookAxis.Rings];
    private float[]? _days;
    private float _today;
    private float _remembered = float.NaN;
    // Few series ever grow.
    private Finding?[]? _findings;
    private GrowthRecord _record = GrowthRecord.None;

    /// <summary>A series whose past is taken to have been level.</summary>
    /// <param name="axis">The looks so far.</param>
    /// <param name="assumed">Bytes that it is taken to have had at all of them.</param>
    public Series(LookAxis axis, double assumed)
    {
        _past.AsSpan().Fill(Past.None);
        EnsureLevels(axis);
        _floors.AsSpan().Fill((float)assumed);
        _today = axis.Looks > 0 ? (float)assumed : float.PositiveInfinity;
        if (axis.Completed(LookAxis.Days) == 0)
            return;

        _days = new float[LookAxis.Bins];
        _days.AsSpan().Fill((float)assumed);
    }

    private Series()
    {
    }

    /// <summary>When the series was first found growing, UTC ticks; 0 while it is not.</summary>
    public long Since { get; set; }

    /// <summary>When it last rose above all that it had held before.</summary>
    public ref GrowthRecord Record => ref _record;

    /// <summary>What the level says, when it says that the series grows.</summary>
    public Finding? FindingAt(int level) => _findings?[level];

    /// <summary>Keeps what the level says.</summary>
    public void SetFinding(int level, Finding? finding)
    {
        if (finding is not null)
            _findings ??= new Finding?[LookAxis.Rings];
        _findings?[level] = finding;
    }

    /// <summary>The best-founded finding of all levels: an established one before a hint, then the one with the narrowest interval for its size.</summary>
    public Finding? Best
    {
        get
        {
            Finding? best = null;
            foreach (var finding in _findings ?? [])
            {
                if (finding is not null && (best is null || IsBetter(finding, best)))
                    best = finding;
            }

            return best;
        }
    }

    /// <summary>True when any level says that it grows.</summary>
    public bool HasFinding
    {
        get
        {
            foreach (var finding in _findings ?? [])
            {
                if (finding is not null)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Length of the longest window that shows growth, in hours; 0 when none does.</summary>
    public double HoursOfGrowth
    {
        get
        {
            var hours = 0.0;
            foreach (var finding in _findings ?? [])
                hours = Math.Max(hours, finding?.Hours ?? 0);
            return hours;
        }
    }

    /// <summary>Forgets all findings: the growth has ended.</summary>
    public void ClearFindings() => _findings = null;

    /// <summary>The floors before the ring of the level begins.</summary>
    public Past PastAt(int level) => _past[level];

    /// <summary>Takes the value of a look during warm-up: no trend, but a level that was reached before.</summary>
    public void Remember(double bytes)
    {
        // Debris of the start is gone at the next look; load stays for two. Coarser levels compare floors of many looks, which is another thing.
        var held = RememberedMargin * Math.Min(float.IsNaN(_remembered) ? 0 : _remembered, (float)bytes);
        _past[0] = _past[0].Reaching(held);
        _past[1] = _past[1].Reaching(held);
        _remembered = (float)bytes;
    }

    /// <summary>Takes the value at the look that <paramref name="axis"/> took last.</summary>
    public void Push(LookAxis axis, double bytes)
    {
        EnsureLevels(axis);
        Store(axis, 0, (float)bytes);
        _record.Take((float)bytes, axis.Looks);
        for (var level = 1; level < LookAxis.Levels && axis.IsFresh(level); level++)
        {
            var newest = axis.Completed(level - 1) - 1;
            var floor = float.PositiveInfinity;
            for (var i = 0; i < LookAxis.Merged; i++)
                floor = Math.Min(floor, _floors[LookAxis.Slot(level - 1, newest - i)]);
            Store(axis, level, floor);
        }

        if (axis.IsFresh(LookAxis.Days))
        {
            StoreDay(axis);
            _today = float.PositiveInfinity;
        }

        _today = Math.Min(_today, (float)bytes);
    }

    /// <summary>Floors of a level's ring, the oldest first.</summary>
    /// <param name="axis">The looks.</param>
    /// <param name="level">The level.</param>
    /// <param name="floors">As long as the ring.</param>
    public void CopyTo(LookAxis axis, int level, Span<double> floors)
    {
        var ring = level == LookAxis.Days ? _days : _floors.AsSpan(level * LookAxis.Bins, LookAxis.Bins);
        var slot = (int)((axis.Completed(level) - floors.Length) % LookAxis.Bins);
        foreach (ref var floor in floors)
        {
            floor = ring[slot];
            slot = slot == LookAxis.Bins - 1 ? 0 : slot + 1;
        }
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer, LookAxis axis)
    {
        writer.Write(Since);
        writer.Write(_remembered);
        _record.Save(writer);
        writer.Write(_today);
        for (var level = 0; level < LookAxis.Rings; level++)
        {
            _past[level].Save(writer);
            for (var i = axis.Completed(level) - axis.Length(level); i < axis.Completed(level); i++)
                writer.Write(FloorAt(level, i));
            writer.Write(FindingAt(level) is not null);
            FindingAt(level)?.Save(writer);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Series Load(BinaryReader reader, LookAxis axis)
    {
        var series = new Series { Since = reader.ReadInt64(), _remembered = reader.ReadSingle(), _record = GrowthRecord.Load(reader) };
        series.EnsureLevels(axis);
        series._today = reader.ReadSingle() is var today && !float.IsNaN(today) ? today : throw new InvalidDataException("The checkpoint holds a value that is no number.");
        if (axis.Completed(LookAxis.Days) > 0)
            series._days = new float[LookAxis.Bins];
        for (var level = 0; level < LookAxis.Rings; level++)
        {
            series._past[level] = Past.Load(reader);
            for (var i = axis.Completed(level) - axis.Length(level); i < axis.Completed(level); i++)
                series.FloorAt(level, i) = Finite(reader.ReadSingle());
            series.SetFinding(level, reader.ReadBoolean() ? Finding.Load(reader) : null);
        }

        return series;
    }

    private static bool IsBetter(Finding one, Finding other) =>
        one.Established == other.Established ? one.RelativeWidth < other.RelativeWidth : one.Established;

    private static float Finite(float value) =>
        float.IsFinite(value) ? value : throw new InvalidDataException("The checkpoint holds a value that is no number.");

    private ref float FloorAt(int level, long number) =>
        ref level == LookAxis.Days ? ref _days![number % LookAxis.Bins] : ref _floors[LookAxis.Slot(level, number)];

    private void StoreDay(LookAxis axis)
    {
        _days ??= new float[LookAxis.Bins];
        var number = axis.Completed(LookAxis.Days) - 1;
        ref var floor = ref FloorAt(LookAxis.Days, number);
        if (number >= LookAxis.Bins)
            _past[LookAxis.Days] = _past[LookAxis.Days].With(floor);
        floor = _today;
    }

    private void Store(LookAxis axis, int level, float floor)
    {
        var number = axis.Completed(level) - 1;
        var slot = LookAxis.Slot(level, number);
        if (number >= LookAxis.Bins)
            _past[level] = _past[level].With(_floors[slot]);
        _floors[slot] = floor;
    }

    // Most instances die young: levels cost memory once there is something in them.
    private void EnsureLevels(LookAxis axis)
    {
        var levels = 1;
        while (levels < LookAxis.Levels && axis.Completed(levels) > 0)
            levels++;
        var before = _floors.Length;
        if (before >= levels * LookAxis.Bins)
            return;

        Array.Resize(ref _floors, levels * LookAxis.Bins);
    }
}
