using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Trends;

/// <summary>
/// Everything that is known over time of one instance: one trend per type, and one of the process. State is bounded (about 200 KB) and an
/// update never reads history again. Types that never reached 8 KB, or are among the smallest of very many, have no trend. Not thread-safe.
/// </summary>
public sealed class InstanceTrends
{
    private readonly AnalysisOptions _options;
    private readonly TrendState _state;
    private readonly TrendVerdicts _verdicts;

    /// <summary>Trends of an instance that nothing is known of yet.</summary>
    public InstanceTrends(InstanceIdentity instance, AnalysisOptions options)
        : this(instance, options, new TrendState(options))
    {
    }

    private InstanceTrends(InstanceIdentity instance, AnalysisOptions options, TrendState state)
    {
        Instance = instance;
        _options = options;
        _state = state;
        _verdicts = new TrendVerdicts(options, state);
    }

    /// <summary>The instance.</summary>
    public InstanceIdentity Instance { get; }

    /// <summary>True once a summary was taken into account.</summary>
    public bool HasObserved => _state.Memory is not null;

    /// <summary>
    /// Takes one more summary into account. Ignored are summaries that are not newer than the last one, that were taken before the process
    /// started, or by a clock that leaps far ahead for once, and, for the trends, those that miss a noteworthy part of the heap. Negative figures count as 0.
    /// </summary>
    /// <exception cref="ArgumentException">It is of another instance.</exception>
    public void Observe(InstanceSummary summary)
    {
        if (summary.Instance != Instance)
            throw new ArgumentException($"A summary of {summary.Instance} was given to the trends of {Instance}.", nameof(summary));
        if (_state.LastSeen >= summary.TakenAt || summary.TakenAt < Instance.StartedAt)
            return;
        if (!_state.Clock.Believes(summary.TakenAt, _state.FirstSeen, _state.LastSeen, _state.Summaries))
            return;

        _state.Describe(summary);
        var age = summary.TakenAt - Instance.StartedAt;
        if (_state.MissesTooMuch(summary.Heap))
            return;

        _state.Take(summary, trending: age >= _options.WarmUp);
        if (IsJudged)
            _verdicts.Judge(summary.TakenAt);
    }

    /// <summary>The trends that say "leak" by themselves, as of the last summary; fastest first.</summary>
    public IReadOnlyList<Suspect> Suspects() => [.. Findings().Where(suspect => suspect.Established)];

    /// <summary>The same, and besides the hints that only count together with those of other instances: what the correlator wants to know.</summary>
    public IReadOnlyList<Suspect> Findings() => _verdicts.Suspects(Instance);

    /// <summary>What the instance contributes to the fleet's census: protocols, memory, times.</summary>
    /// <exception cref="InvalidOperationException">Nothing was observed yet.</exception>
    public InstanceStanding Standing() => new()
    {
        Instance = Instance,
        ProcessName = _state.ProcessName,
        Protocols = _state.Hosting.Now,
        Before = _state.Hosting.Before,
        Memory = _state.Memory ?? throw new InvalidOperationException($"Nothing was observed of {Instance} yet."),
        FirstSeen = _state.FirstSeen,
        LastSeen = _state.LastSeen,
        Summaries = _state.Summaries,
        Judged = IsJudged,
        Settled = SettledLevels.Of(_state),
        PrivateGrowth = IsJudged && _verdicts.HoursOfGrowth is > 0 and var hours ? new PrivateTrend(_state).Over(hours) : null,
    };

    /// <summary>What is known of one type; null when it was never seen, or was never big enough to have a trend.</summary>
    public TypeTrend? Trend(TypeKey type)
    {
        if (!_state.Types.TryGet(type, out var series))
            return null;
        if (_state.LastSeen - Instance.StartedAt < _options.WarmUp)
            return new TypeTrend(type, TrendVerdict.Warming, default, 1);
        return _verdicts.Describe(series, tooShort: !IsJudged);
    }

    /// <summary>The whole state, for a checkpoint.</summary>
    public byte[] ToCheckpoint() => Checkpoint.Write(_state);

    /// <summary>Restores what <see cref="ToCheckpoint"/> gave.</summary>
    /// <exception cref="InvalidDataException">It was damaged or of an unknown version: rebuild from the snapshot log.</exception>
    public static InstanceTrends FromCheckpoint(InstanceIdentity instance, ReadOnlySpan<byte> checkpoint, AnalysisOptions options) =>
        new(instance, options, Checkpoint.Read(checkpoint, options));

    // As long after warm-up as warm-up takes: what still warms up late shows its end by then.
    private bool IsJudged =>
        _state.Axis.Looks >= _options.MinimumSummaries && _state.LastSeen - Instance.StartedAt >= 2 * _options.WarmUp;
}
