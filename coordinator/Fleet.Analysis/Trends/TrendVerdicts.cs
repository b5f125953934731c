using Fleet.Analysis.Statistics;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Trends;

/// <summary>Judges all series of an instance together: the more there are, the more each must prove.</summary>
internal sealed class TrendVerdicts
{
    private const int BinsOfCoarseLevel = 8;
    private const double Native = 2 * 1024 * 1024;

    private readonly AnalysisOptions _options;
    private readonly TrendState _state;
    private readonly WindowBuffer _window = new();
    private readonly List<(Series Series, int Level, Finding Finding)> _candidates = [];

    /// <summary>Verdicts over a state.</summary>
    public TrendVerdicts(AnalysisOptions options, TrendState state)
    {
        _options = options;
        _state = state;
    }

    /// <summary>Judges again what the newest summary changed.</summary>
    public void Judge(DateTimeOffset at)
    {
        var axis = _state.Axis;
        _candidates.Clear();
        var levels = 0;
        for (var level = 0; level < LookAxis.Levels && axis.Completed(level) > 0; level++)
        {
            levels++;
            if (!axis.IsFresh(level))
                continue;

            _window.Lay(axis, level);
            foreach (var type in _state.Types.All)
                Judge(type.Floors, level, ForTypes(level));
            Judge(_state.Process.NativeBesideHeap, level, ForNative(level));
            Judge(_state.Process.NativeBesideCommitted, level, ForNative(level));
            Judge(_state.Process.Holes, level, ForHoles(level));
            // Only ever compared with, never suspected.
            Judge(_state.Process.Objects, level, ForTypes(level));
        }

        Accept(levels);
        Date(at.UtcTicks);
    }

    /// <summary>All that is suspect now.</summary>
    public IReadOnlyList<Suspect> Suspects(InstanceIdentity instance)
    {
        var suspects = new List<Suspect>();
        foreach (var type in _state.Types.All)
        {
            if (type.Floors is { Since: > 0, Best: { } finding })
                suspects.Add(ToSuspect(instance, LeakKind.Managed, finding, type.Floors.Since) with { Type = type.Key, Count = type.Count, Bytes = type.Bytes });
        }

        var process = _state.Process;
        if (NativeFinding() is { } native && process.NativeBesideHeap.Since > 0)
            suspects.Add(ToSuspect(instance, LeakKind.Native, native, process.NativeBesideHeap.Since) with { Bytes = process.PrivateBytes });
        if (HolesFinding() is { } holes && process.Holes.Since > 0)
            suspects.Add(ToSuspect(instance, LeakKind.Fragmentation, holes, process.Holes.Since) with { Bytes = process.HoleBytes });

        suspects.Sort((a, b) => b.BytesPerHour.Estimate.CompareTo(a.BytesPerHour.Estimate));
        return suspects;
    }

    /// <summary>What is known of one type.</summary>
    public TypeTrend Describe(TypeSeries type, bool tooShort)
    {
        if (type.Floors is { Since: > 0, Best: { } finding })
            return new TypeTrend(type.Key, TrendVerdict.Growing, finding.BytesPerHour, finding.PValue);

        var coarsest = 0;
        for (var level = 1; level < LookAxis.Levels && _state.Axis.Length(level) >= BinsOfCoarseLevel; level++)
            coarsest = level;
        _window.Lay(_state.Axis, coarsest);
        var window = _window.Of(type.Floors);
        Span<double> residuals = stackalloc double[window.Floors.Length];
        var slope = TheilSen.Slope(window.Hours, window.Floors);
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = window.Floors[i] - (slope * window.Hours[i]);
        var inflation = Kendall.Inflation(residuals);
        var verdict = tooShort ? TrendVerdict.TooShort
            : TrendJudge.IsPlateau(window, ForTypes(coarsest)) ? TrendVerdict.Plateau
            : TrendVerdict.Flat;
        return new TypeTrend(
            type.Key,
            verdict,
            TheilSen.SlopeWithInterval(window.Hours, window.Floors, inflation),
            Kendall.UpperTail(Kendall.Score(window.Floors), window.Floors.Length, inflation));
    }

    private void Judge(Series series, int level, GrowthCriteria criteria)
    {
        var before = series.FindingAt(level);
        var found = TrendJudge.Judge(_window.Of(series), criteria, suspect: before is not null);
        if (found is null || before is not null)
            series.SetFinding(level, found);
        if (found is not null)
            _candidates.Add((series, level, found));
    }

    // The false discovery rate over all series of the instance, on all levels that it lived long enough to have.
    private void Accept(int levels)
    {
        if (_candidates.Count == 0)
            return;

        Span<double> pValues = _candidates.Count <= 256 ? stackalloc double[_candidates.Count] : new double[_candidates.Count];
        for (var i = 0; i < pValues.Length; i++)
            pValues[i] = _candidates[i].Finding.PValue;
        var threshold = BenjaminiHochberg.Threshold(pValues, levels * (_state.Types.All.Count + 3), _options.FalseSuspectRate);
        foreach (var (series, level, finding) in _candidates)
        {
            if (finding.PValue <= threshold)
                series.SetFinding(level, finding);
        }
    }

    private void Date(long at)
    {
        foreach (var type in _state.Types.All)
            type.Floors.Since = type.Floors.Best is null ? 0 : type.Floors.Since > 0 ? type.Floors.Since : at;

        var process = _state.Process;
        process.NativeBesideHeap.Since = NativeFinding() is null ? 0 : process.NativeBesideHeap.Since > 0 ? process.NativeBesideHeap.Since : at;
        process.Holes.Since = HolesFinding() is null ? 0 : process.Holes.Since > 0 ? process.Holes.Since : at;
    }

    private Finding? NativeFinding() =>
        _state.Process is { NativeBesideHeap.Best: { } heap, NativeBesideCommitted.Best: { } committed }
            ? heap.BytesPerHour.Estimate < committed.BytesPerHour.Estimate ? heap : committed
            : null;

    private Finding? HolesFinding() =>
        _state.Process.Holes.Best is { } holes && holes.BytesPerHour.Estimate > (_state.Process.Objects.Best?.BytesPerHour.Estimate ?? 0)
            ? holes
            : null;

    private static Suspect ToSuspect(InstanceIdentity instance, LeakKind kind, Finding finding, long since) => new()
    {
        Instance = instance,
        Kind = kind,
        Type = null,
        BytesPerHour = finding.BytesPerHour,
        PValue = finding.PValue,
        Count = 0,
        Bytes = 0,
        Since = new DateTimeOffset(since, TimeSpan.Zero),
    };

    private GrowthCriteria ForTypes(int level) => new()
    {
        Bins = level == 0 ? Math.Min(_options.MinimumSummaries, LookAxis.Bins) : BinsOfCoarseLevel,
        Bytes = 16 * 1024,
        PartOfLevel = 0.01,
        BytesPerHour = _options.MinimumBytesPerHour,
        OutlivesFullCollection = true,
    };

    // Private bytes are restless: code is compiled, threads come, the collector keeps books.
    private GrowthCriteria ForNative(int level) => new()
    {
        Bins = level == 0 ? Math.Min(_options.MinimumSummaries * 3 / 2, LookAxis.Bins) : BinsOfCoarseLevel,
        Bytes = Math.Max(Native, 0.01 * _state.Process.PrivateBytes),
        PartOfLevel = 0,
        BytesPerHour = _options.MinimumBytesPerHour,
        OutlivesFullCollection = false,
    };

    // Some holes are normal; only many are a finding.
    private GrowthCriteria ForHoles(int level) => new()
    {
        Bins = level == 0 ? LookAxis.Bins : BinsOfCoarseLevel,
        Bytes = Math.Max(Native, 0.1 * _state.Process.HoleBytes),
        PartOfLevel = 0.1,
        BytesPerHour = _options.MinimumBytesPerHour,
        OutlivesFullCollection = true,
    };
}
