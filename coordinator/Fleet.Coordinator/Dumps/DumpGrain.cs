using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;

namespace Fleet.Coordinator.Dumps;

[GrainType("dump")]
internal sealed class DumpGrain([PersistentState("dump")] IPersistentState<DumpGrainState> state, TimeProvider time) : Grain, IDumpGrain
{
    private Dump? Dump => state.State.Dump;

    public Task Create(Command command, string nodeName, CancellationToken cancellationToken)
    {
        if (Dump is not null)
            return Task.CompletedTask;

        state.State.Dump = new Dump
        {
            Id = this.GetPrimaryKeyString(),
            InstanceId = command.Instance.ToIdentity().ToString(),
            NodeName = nodeName,
            Instance = command.Instance,
            Kind = command.Dump.Kind,
            State = DumpState.Requested,
            RequestedAt = command.RequestedAt,
            RequestedBy = command.RequestedBy,
        };
        return StoreAsync(cancellationToken);
    }

    public Task Progress(CommandUpdate update, CancellationToken cancellationToken)
    {
        // What the store knows is more than what the agent says: a stored dump stays stored.
        if (Dump is not { State: not (DumpState.Stored or DumpState.Expired) } dump)
            return Task.CompletedTask;

        var progress = update.Dump;
        var before = (dump.State, dump.Detail);
        dump.Progress = progress;
        dump.Detail = update.Detail;
        if (progress.State is not (DumpState.Unspecified or DumpState.Stored))
            dump.State = progress.State;
        if (update.State == CommandState.Failed)
            dump.State = DumpState.Failed;
        if (dump.State is DumpState.OnNode or DumpState.Uploading)
        {
            dump.CapturedAt ??= time.GetUtcNow().ToTimestamp();
            dump.SizeBytes = progress.BytesTotal;
            dump.Sha256 = progress.Sha256;
        }

        // Bytes done are for watching and not worth a write each.
        return (dump.State, dump.Detail) == before ? Task.CompletedTask : StoreAsync(cancellationToken);
    }

    public Task Fail(string reason, CancellationToken cancellationToken)
    {
        if (Dump is not { State: not (DumpState.Stored or DumpState.Expired) } dump)
            return Task.CompletedTask;

        // A file that lies on the node is still a dump, though it did not come here.
        if (dump.State is DumpState.Requested or DumpState.Capturing)
            dump.State = DumpState.Failed;
        dump.Detail = reason;
        return StoreAsync(cancellationToken);
    }

    public Task Stored(long sizeBytes, string sha256, CancellationToken cancellationToken)
    {
        if (Dump is not { } dump)
            return Task.CompletedTask;

        var now = time.GetUtcNow().ToTimestamp();
        dump.State = DumpState.Stored;
        dump.StoredAt = now;
        dump.CapturedAt ??= now;
        dump.SizeBytes = sizeBytes;
        dump.Sha256 = sha256;
        dump.Detail = "";
        dump.Progress = new DumpProgress { State = DumpState.Stored, BytesDone = sizeBytes, BytesTotal = sizeBytes, Sha256 = sha256, PathOnNode = dump.Progress?.PathOnNode ?? "" };
        return StoreAsync(cancellationToken);
    }

    public Task Expire(DumpState from, string reason, CancellationToken cancellationToken)
    {
        if (Dump is not { } dump || dump.State != from)
            return Task.CompletedTask;

        dump.State = DumpState.Expired;
        dump.Detail = reason;
        return StoreAsync(cancellationToken);
    }

    public Task<Dump?> Describe(CancellationToken cancellationToken) => Task.FromResult(Dump);

    private Task StoreAsync(CancellationToken cancellationToken) => state.StoreAsync(this, cancellationToken);
}
