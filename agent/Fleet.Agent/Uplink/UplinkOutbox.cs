using System.Collections.Concurrent;
using System.Threading.Channels;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Uplink;

/// <summary>
/// Small news for the coordinator that need no spool: how commands fare, and looks that failed. While there is no stream, only the
/// newest word on each command is kept; the coordinator asks again for what it missed by sending the command again.
/// </summary>
public sealed class UplinkOutbox
{
    private const int MostFailuresKept = 256;

    private readonly ConcurrentDictionary<string, CommandUpdate> _updates = new(StringComparer.Ordinal);
    private readonly Channel<FailedLook> _failures = Channel.CreateBounded<FailedLook>(
        new BoundedChannelOptions(MostFailuresKept) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says how a command fares; a newer word on the same command replaces one that was not sent yet.</summary>
    public void Post(CommandUpdate update)
    {
        _updates[update.CommandId] = update;
        Wake();
    }

    /// <summary>Puts an update back that could not be sent, unless there is a newer word on its command.</summary>
    public void Return(CommandUpdate update)
    {
        _updates.TryAdd(update.CommandId, update);
        Wake();
    }

    /// <summary>Says that a look failed.</summary>
    public void Post(FailedLook failure)
    {
        _failures.Writer.TryWrite(failure);
        Wake();
    }

    /// <summary>Returns when there may be something to take.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _news.Reader.ReadAsync(cancellationToken).AsTask();

    /// <summary>Takes one update that was not sent yet.</summary>
    public bool TryTakeUpdate(out CommandUpdate? update)
    {
        foreach (var id in _updates.Keys)
        {
            if (_updates.TryRemove(id, out update))
                return true;
        }

        update = null;
        return false;
    }

    /// <summary>Takes one failure that was not sent yet.</summary>
    public bool TryTakeFailure(out FailedLook? failure) => _failures.Reader.TryRead(out failure);

    // One word that there is news is enough, however much there is.
    private void Wake() => _news.Writer.TryWrite(true);
}

/// <summary>A look that could not be taken.</summary>
/// <param name="Instance">Of which process.</param>
/// <param name="At">UTC.</param>
/// <param name="Reason">One line: what, where, what to do.</param>
/// <param name="CommandId">The command that asked; empty when none did.</param>
public sealed record FailedLook(InstanceIdentity Instance, DateTimeOffset At, string Reason, string CommandId);
