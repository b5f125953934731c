using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Coordinator.Storage;
using Orleans.Storage;

namespace Fleet.Coordinator.Leaks;

/// <summary>
/// Suspects of a part of all types. Derived from the instances' trends and told anew by them after a restart, so it is written now
/// and then and not with every report.
/// </summary>
[GrainType("leak-index")]
internal sealed partial class LeakIndexGrain(
    [PersistentState("index")] IPersistentState<LeakIndexShard> state,
    ILogger<LeakIndexGrain> logger) : Grain, ILeakIndexGrain
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(15);

    /// <summary>How long an instance that is not looked at any more stays in the census.</summary>
    private static readonly TimeSpan KeepSilent = TimeSpan.FromDays(7);

    private readonly ILogger<LeakIndexGrain> _logger = logger;
    private bool _changed;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(WriteAsync, new GrainTimerCreationOptions(WriteEvery, WriteEvery));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => WriteAsync(cancellationToken);

    public Task Report(string instance, List<Suspect> suspects, InstanceStanding? standing)
    {
        if (suspects.Count > 0)
        {
            state.State.Suspects[instance] = suspects;
            _changed = true;
        }
        else
        {
            _changed |= state.State.Suspects.Remove(instance);
        }

        if (standing is not null)
        {
            state.State.Standings[instance] = standing;
            _changed = true;
        }

        return Task.CompletedTask;
    }

    public Task<LeakIndexShard> Read() => Task.FromResult(state.State);

    /// <summary>By the data's clock, so that a fleet whose history is replayed is judged as it was.</summary>
    private void Forget()
    {
        if (state.State.Standings.Count == 0)
            return;

        var oldest = FleetClock.Now(state.State.Standings.Values) - KeepSilent;
        foreach (var (instance, _) in state.State.Standings.Where(s => s.Value.LastSeen < oldest).ToList())
            state.State.Standings.Remove(instance);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (!_changed)
            return;

        Forget();
        try
        {
            _changed = false;
            await state.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
        }
        catch (StorageUnavailableException e)
        {
            _changed = true;
            LogPostponed(this.GetPrimaryKeyLong(), e.Message);
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "Shard {Shard} of the leak index is not written for now: {Reason}")]
    private partial void LogPostponed(long shard, string reason);
}
