using Fleet.Analysis.Statistics;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Trends;

/// <summary>Judges all series of an instance together: the more there are, the more each must prove.</summary>
internal sealed class TrendVerdicts
{
    private const double HintRate = 0.02;

    private readonly AnalysisOptions _options;
    private readonly TrendState _state;
    private readonly WindowBuffer _window = new();
    private readonly GrowthEnd _end;
    private readonly List<GrowthCandidate> _candidates = [];

    /// <summary>Verdicts over a state.</summary>
    public TrendVerdicts(AnalysisOptions options, TrendState state)
    {
        _options = options;
        _state = state;
        _end = new GrowthEnd(state.Axis);
    }

    /// <summary>Judges again what the newest summary changed.</summary>
    public void Judge(DateTimeOffset at)
    {
        var axis = _state.Axis;
        var process = _state.Process;
        _candidates.Clear();
        var levels = 0;
        for (var level = 0; level < LookAxis.Levels && axis.Completed(level) > 0; level++)
        {
            levels++;
            if (!axis.IsFresh(level))
                continue;

            var criteria = JudgeTypes(level);
            var native = GrowthCriteria.OfNative(_options, level, process.PrivateBytes);
            Judge(process.NativeBesideHeap, null, level, native, process.Shifts);
            Judge(process.NativeBesideCommitted, null, level, native, process.Shifts);
            Judge(process.Holes, null, level, GrowthCriteria.OfHoles(_options, level, process.HoleBytes));
            // Only ever compared with, never suspected.
            Judge(process.Objects, null, level, criteria);
            JudgeCounted(level);
        }

        if (axis.Completed(LookAxis.Days) > 0)
            levels++;
        if (axis.IsFresh(LookAxis.Days))
            JudgeTypes(LookAxis.Days);
        Accept(levels);
        foreach (var type in _state.Types.All)
            _end.Look(type.Floors);
        _end.Look(process.NativeBesideHeap);
        _end.Look(process.NativeBesideCommitted);
        _end.Look(process.Holes);
        _end.Look(process.Objects);
        foreach (var counted in _state.Counted.All)
            _end.Look(counted.Total);
        Date(at.UtcTicks);
    }

    /// <summary>For how long the instance is known to grow; 0 when it is not.</summary>
    public double HoursOfGrowth
    {
        get
        {
            var process = _state.Process;
            var hours = Math.Max(process.NativeBesideHeap.HoursOfGrowth, process.Holes.HoursOfGrowth);
            foreach (var type in _state.Types.All)
            {
                if (type.Floors.Since > 0)
                    hours = Math.Max(hours, type.Floors.HoursOfGrowth);
            }

            return hours;
        }
    }

    /// <summary>All that is found growing now, hints too; fastest first.</summary>
    public IReadOnlyList<Suspect> Suspects(InstanceIdentity instance)
    {
        List<Suspect>? suspects = null;
        foreach (var type in _state.Types.All)
        {
            if (type.Floors is { Since: > 0, Best: { } finding })
                (suspects ??= []).Add(ToSuspect(instance, type, finding));
        }

        var process = _state.Process;
        if (process.NativeBesideHeap.Since > 0 && NativeFinding() is { } native)
            (suspects ??= []).Add(ToSuspect(instance, LeakKind.Native, native, process.NativeBesideHeap.Since) with { Bytes = process.PrivateBytes });
        if (process.Holes.Since > 0 && HolesFinding() is { } holes)
            (suspects ??= []).Add(ToSuspect(instance, LeakKind.Fragmentation, holes, process.Holes.Since) with { Bytes = process.HoleBytes });
        foreach (var counted in _state.Counted.All)
        {
            if (counted.Total is { Since: > 0, Best: { } finding })
                (suspects ??= []).Add(ToSuspect(instance, counted, finding));
        }

        suspects?.Sort((a, b) => b.BytesPerHour.Estimate.CompareTo(a.BytesPerHour.Estimate));
        return suspects ?? [];
    }

    /// <summary>What is known of one type.</summary>
    public TypeTrend Describe(TypeSeries type, bool tooShort)
    {
        if (type.Floors is { Since: > 0, Best: { Established: true } finding })
            return new TypeTrend(type.Key, TrendVerdict.Growing, finding.BytesPerHour, finding.PValue);

        var coarsest = 0;
        for (var level = 1; level < LookAxis.Levels && _state.Axis.Length(level) >= GrowthCriteria.BinsOfCoarseLevel; level++)
            coarsest = level;
        _window.Lay(_state, coarsest);
        var window = _window.Of(type.Floors, type.Owner);
        Span<double> residuals = stackalloc double[window.Floors.Length];
        var slope = TheilSen.Slope(window.Hours, window.Floors);
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = window.Floors[i] - (slope * window.Hours[i]);
        var inflation = Kendall.Inflation(residuals);
        var verdict = tooShort ? TrendVerdict.TooShort
            : TrendJudge.IsPlateau(window, GrowthCriteria.OfType(_options, coarsest, _state.Axis.LooksOfBin(coarsest))) ? TrendVerdict.Plateau
            : TrendVerdict.Flat;
        return new TypeTrend(
            type.Key,
            verdict,
            TheilSen.SlopeWithInterval(window.Hours, window.Floors, inflation),
            Kendall.UpperTail(Kendall.Score(window.Floors), window.Floors.Length, inflation));
    }

    private GrowthCriteria JudgeTypes(int level)
    {
        _window.Lay(_state, level);
        var first = _candidates.Count;
        var criteria = GrowthCriteria.OfType(_options, level, _state.Axis.LooksOfBin(level));
        foreach (var type in _state.Types.All)
            Judge(type.Floors, type.Owner, level, criteria);
        CommonMode.Remove(_candidates, first, _state.Types.All, _state.Axis, level);
        return criteria;
    }

    private void Judge(Series series, string? owner, int level, GrowthCriteria criteria, LevelShifts? shifts = null)
    {
        var suspect = series.FindingAt(level) is { Established: true };
        var window = _window.Of(series, owner);
        var found = shifts is null
            ? TrendJudge.Judge(window, criteria, suspect)
            : NativeJudge.Judge(window, criteria, suspect, shifts, _state.Axis, level);
        if (suspect)
        {
            series.SetFinding(level, found is null ? null : found with { Established = true });
            return;
        }

        series.SetFinding(level, null);
        if (found is not null)
            _candidates.Add(new GrowthCandidate(series, level, found, window));
    }

    // What grows with the load, as much of the heap does, is no leak of handles.
    private void JudgeCounted(int level)
    {
        var first = _candidates.Count;
        foreach (var counted in _state.Counted.All)
        {
            if (CountedCriteria.Of(counted.Kind, _options, level) is { } criteria)
                Judge(counted.Total, null, level, criteria);
        }

        CommonMode.Remove(_candidates, first, _state.Types.All, _state.Axis, level);
    }

    // The false discovery rate over all series of the instance, on all levels that it lived long enough to have.
    private void Accept(int levels)
    {
        if (_candidates.Count == 0)
            return;

        Span<double> pValues = _candidates.Count <= 256 ? stackalloc double[_candidates.Count] : new double[_candidates.Count];
        for (var i = 0; i < pValues.Length; i++)
            pValues[i] = _candidates[i].Finding.PValue;
        var threshold = BenjaminiHochberg.Threshold(pValues, levels * (_state.Types.All.Count + 3 + _state.Counted.All.Count), _options.FalseSuspectRate);
        foreach (var candidate in _candidates)
        {
            if (candidate.Finding.PValue <= Math.Max(threshold, HintRate))
                candidate.Accept(_state.Axis, established: candidate.Finding.PValue <= threshold);
        }
    }

    private void Date(long at)
    {
        foreach (var type in _state.Types.All)
            type.Floors.Since = !type.Floors.HasFinding ? 0 : type.Floors.Since > 0 ? type.Floors.Since : at;

        var process = _state.Process;
        process.NativeBesideHeap.Since = NativeFinding() is null ? 0 : process.NativeBesideHeap.Since > 0 ? process.NativeBesideHeap.Since : at;
        process.Holes.Since = HolesFinding() is null ? 0 : process.Holes.Since > 0 ? process.Holes.Since : at;
        foreach (var counted in _state.Counted.All)
            counted.Total.Since = !counted.Total.HasFinding ? 0 : counted.Total.Since > 0 ? counted.Total.Since : at;
    }

    private Finding? NativeFinding() =>
        _state.Process is { NativeBesideHeap.Best: { } heap, NativeBesideCommitted.Best: { } committed }
            ? heap.BytesPerHour.Estimate < committed.BytesPerHour.Estimate ? heap : committed
            : null;

    private Finding? HolesFinding() =>
        _state.Process.Holes.Best is { } holes && holes.BytesPerHour.Estimate > (_state.Process.Objects.Best?.BytesPerHour.Estimate ?? 0)
            ? holes
            : null;

    // What is counted is no bytes: who adds bytes up finds none here.
    private static Suspect ToSuspect(InstanceIdentity instance, CountedSeries counted, Finding finding)
    {
        var culprit = counted.Table.Culprit;
        return ToSuspect(instance, counted.Kind, finding, counted.Total.Since) with
        {
            BytesPerHour = default,
            PerHour = finding.BytesPerHour,
            Count = counted.Count,
            Culprit = culprit is null ? null : new Culprit(culprit.Name, culprit.Count),
            OwnerModule = culprit?.Module is { Length: > 0 } module ? module : null,
        };
    }

    private Suspect ToSuspect(InstanceIdentity instance, TypeSeries type, Finding finding) => ToSuspect(instance, LeakKind.Managed, finding, type.Floors.Since) with
    {
        Type = type.Key,
        Count = type.Count,
        Bytes = type.Bytes,
        Survivors = (long)type.Survivors,
        OwnerModule = _state.Types.OwnerModule(type),
        Slowing = type.Floors.Record.IsSlowing(_state.Axis),
    };

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
        Established = finding.Established,
    };
}
