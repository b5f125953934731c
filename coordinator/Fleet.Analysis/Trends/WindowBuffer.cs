namespace Fleet.Analysis.Trends;

/// <summary>What all windows of a level have in common, laid out once per summary for all series.</summary>
internal sealed class WindowBuffer
{
    private readonly double[] _hours = new double[LookAxis.Bins];
    private readonly long[] _collections = new long[LookAxis.Bins];
    private readonly int[] _elements = new int[LookAxis.Bins];
    private readonly double[] _floors = new double[LookAxis.Bins];
    private readonly Workload _work = new();
    private LookAxis? _axis;
    private ElementColumns? _columns;
    private int _level;
    private int _length;

    /// <summary>Turns to a level of the axis.</summary>
    public void Lay(TrendState state, int level)
    {
        var axis = state.Axis;
        _axis = axis;
        _columns = state.Elements;
        _level = level;
        _length = axis.Length(level);
        _work.Lay(axis, state.Process.Objects, level);
        for (var i = 0; i < _length; i++)
        {
            var bin = axis[level, i];
            var middle = bin.Start + ((bin.End - bin.Start) / 2);
            _hours[i] = (middle - axis[level, 0].Start) / (double)TimeSpan.TicksPerHour;
            _collections[i] = bin.FullCollections;
        }
    }

    /// <summary>The window of one series; valid until the next is asked for.</summary>
    /// <param name="series">The series.</param>
    /// <param name="owner">The protocol that it belongs to; null where none is known.</param>
    public TrendWindow Of(Series series, string? owner)
    {
        var floors = _floors.AsSpan(0, _length);
        series.CopyTo(_axis!, _level, floors);
        var elements = _elements.AsSpan(0, _length);
        return new TrendWindow
        {
            Hours = _hours.AsSpan(0, _length),
            Floors = floors,
            FullCollections = _collections.AsSpan(0, _length),
            Elements = _columns!.TryCopy(_axis!, _level, owner, elements) ? elements : [],
            ElementGrowth = _columns.GrowthBefore(_axis!, _level, owner),
            Work = _work,
            Past = series.PastAt(_level),
            // That is of looks, peaks of the day among them, above which no floor of a day comes for long.
            Ceiling = _level == LookAxis.Days ? double.NegativeInfinity : series.Record.Ceiling,
        };
    }
}
