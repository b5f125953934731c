using Fleet.Analysis;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Leaks;
using Fleet.Coordinator.Storage;
using Orleans.Storage;

namespace Fleet.Coordinator.Instances;

[GrainType("instance")]
internal sealed partial class InstanceGrain(
    [PersistentState("trends")] IPersistentState<InstanceState> checkpoint,
    ISnapshotLog log,
    AnalysisOptions analysis,
    SnapshotLogOptions options,
    ILogger<InstanceGrain> logger) : Grain, IInstanceGrain
{
    private const int ReplayBlock = 64;

    private readonly ILogger<InstanceGrain> _logger = logger;
    private InstanceTrends _trends = null!;
    private long _entryId;
    private long _observed;
    private int _sinceCheckpoint;
    private bool _broken;

    private InstanceIdentity Identity { get; set; } = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Identity = InstanceIdentity.TryParse(this.GetPrimaryKeyString(), out var identity)
            ? identity
            : throw new ArgumentException($"'{this.GetPrimaryKeyString()}' names no instance.");
        Restore();
        await ReplayAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _sinceCheckpoint > 0 ? CheckpointAsync() : Task.CompletedTask;

    public async Task<bool> Append(string spoolId, long sequence, long committedUpTo, SummaryEnvelope envelope, CancellationToken cancellationToken)
    {
        var outcome = await log.AppendAsync(new SpoolPosition(spoolId, sequence, committedUpTo), envelope.Summary, cancellationToken);
        if (outcome.Repeat)
            return false;

        Observe(outcome.EntryId, envelope.Summary);
        if (++_sinceCheckpoint >= options.CheckpointEvery)
            await CheckpointAsync();
        await Report(cancellationToken);
        return true;
    }

    public Task Report(CancellationToken cancellationToken)
    {
        if (_observed > 0 && !_broken)
            LeakReporter.Report(_trends, checkpoint.State.Ended, GrainFactory);
        return Task.CompletedTask;
    }

    public async Task End(CancellationToken cancellationToken)
    {
        if (checkpoint.State.Ended)
            return;

        checkpoint.State.Ended = true;
        await CheckpointAsync();
        await Report(cancellationToken);
    }

    public async Task Resume(CancellationToken cancellationToken)
    {
        if (!checkpoint.State.Ended)
            return;

        checkpoint.State.Ended = false;
        await CheckpointAsync();
        await Report(cancellationToken);
    }

    public Task<List<TypeTrend>> Trends(List<TypeKey> types, CancellationToken cancellationToken) =>
        Task.FromResult<List<TypeTrend>>(_broken ? [] : [.. types.Select(_trends.Trend).OfType<TypeTrend>()]);

    public Task<List<Suspect>> Suspects(CancellationToken cancellationToken) => Task.FromResult<List<Suspect>>(_observed > 0 && !_broken ? [.. _trends.Suspects()] : []);

    public Task<InstanceStanding?> Standing(CancellationToken cancellationToken) => Task.FromResult(_observed > 0 && !_broken ? _trends.Standing() : null);

    private void Restore()
    {
        _entryId = checkpoint.State.EntryId;
        try
        {
            if (checkpoint.State.Trends.Length > 0)
            {
                _trends = InstanceTrends.FromCheckpoint(Identity, checkpoint.State.Trends, analysis);
                _observed = 1;
                return;
            }
        }
        catch (InvalidDataException e)
        {
            LogRebuilding(Identity.ToString(), e.Message);
        }

        _trends = new InstanceTrends(Identity, analysis);
        _entryId = 0;
    }

    private async Task ReplayAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var block = await log.ReadAfterAsync(Identity, _entryId, ReplayBlock, cancellationToken);
            foreach (var entry in block)
            {
                Observe(entry.EntryId, entry.Summary);
                _sinceCheckpoint++;
            }

            if (block.Count < ReplayBlock || _broken)
                return;
        }
    }

    private void Observe(long entryId, InstanceSummary summary)
    {
        if (_broken)
            return;

        try
        {
            _trends.Observe(summary);
            _entryId = entryId;
            // The trends leave out what a wrong clock put before the start of the process; of that alone nothing can be said.
            if (summary.TakenAt >= Identity.StartedAt)
                _observed++;
        }
        // A fault of the analysis must not keep summaries from being committed: the log has them, and a mended analysis replays them.
        catch (Exception e)
        {
            _broken = true;
            LogAnalysisFailed(e, Identity.ToString());
        }
    }

    private async Task CheckpointAsync()
    {
        try
        {
            if (_observed > 0 && !_broken)
            {
                checkpoint.State.Trends = _trends.ToCheckpoint();
                checkpoint.State.EntryId = _entryId;
            }

            await checkpoint.WriteStateAsync();
            _sinceCheckpoint = 0;
        }
        catch (InconsistentStateException)
        {
            // Another activation wrote meanwhile; the log is the truth, so start anew from it.
            DeactivateOnIdle();
        }
        catch (StorageUnavailableException e)
        {
            // The log has every summary; only a restart would take longer.
            LogCheckpointPostponed(Identity.ToString(), e.Message);
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "The checkpoint of {Instance} can't be used and its trends are rebuilt from the log: {Reason}")]
    private partial void LogRebuilding(string instance, string reason);

    [LoggerMessage(1203, LogLevel.Error, "The analysis of {Instance} failed; its summaries are kept, its trends stand still until the coordinator starts again.")]
    private partial void LogAnalysisFailed(Exception e, string instance);

    [LoggerMessage(1202, LogLevel.Warning, "The checkpoint of {Instance} is put off: {Reason}")]
    private partial void LogCheckpointPostponed(string instance, string reason);
}
