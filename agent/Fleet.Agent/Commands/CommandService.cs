using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Fleet.Agent.Targets;
using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Commands;

/// <summary>Takes commands over, carries each out once, and goes on with those that the agent's end interrupted.</summary>
internal sealed partial class CommandService(
    CommandJournal journal,
    UplinkOutbox outbox,
    IEnumerable<ICommandAction> actions,
    TargetSet targets,
    IOptions<CommandOptions> options,
    TimeProvider time,
    ILogger<CommandService> logger) : BackgroundService, ICommandHandler
{
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <inheritdoc/>
    public Task HandleAsync(Command command, CancellationToken cancellationToken)
    {
        // Ids name files.
        if (!IdForm().IsMatch(command.Id))
        {
            LogMalformed(command.Id.Length);
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            if (journal.Find(command.Id) is { } known)
            {
                LogRepeated(command.Id, known.Update.State);
                outbox.Post(known.Update.Clone());
                return Task.CompletedTask;
            }

            var progress = NewProgress(new JournalEntry(command, new CommandUpdate { CommandId = command.Id }, 0));
            if (_running.Count >= options.Value.MaxUnfinished)
            {
                Fail(progress, $"{_running.Count} commands are under way on this node already; ask again later");
                return Task.CompletedTask;
            }

            LogReceived(command.Id, command.ActionCase, command.RequestedBy);
            try
            {
                progress.Keep(CommandState.Received, "");
                Begin(progress);
            }
            catch (IOException exception)
            {
                // What can't be kept would be done twice after a kill.
                Fail(progress, $"not done: {exception.Message}");
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (journal.DamagedLines > 0)
            LogDamaged(journal.DamagedLines);

        lock (_lock)
        {
            foreach (var entry in journal.Unfinished().Where(entry => !_running.ContainsKey(entry.Command.Id)))
            {
                LogResumed(entry.Command.Id, entry.Update.State);
                Begin(NewProgress(entry));
            }
        }

        return Task.CompletedTask;
    }

    private CommandProgress NewProgress(JournalEntry entry) => new(entry, journal, outbox, time);

    // The caller holds the lock, so that the task can't end before it is registered.
    private void Begin(CommandProgress progress) =>
        _running[progress.Command.Id] = Task.Run(() => RunAsync(progress, _stopping.Token));

    private async Task RunAsync(CommandProgress progress, CancellationToken cancellationToken)
    {
        var command = progress.Command;
        try
        {
            await targets.Listed.WaitAsync(cancellationToken);
            if (progress.Entry.Attempt == 0 && command.ExpiresAt is { } expires && time.GetUtcNow() > expires.ToDateTimeOffset())
            {
                progress.Keep(CommandState.Expired, "it came too late; ask again");
                return;
            }

            var action = actions.FirstOrDefault(candidate => candidate.Kind == command.ActionCase)
                ?? throw new CommandFailedException("this agent does not know that command; upgrade the agent");
            await action.CarryOutAsync(progress, cancellationToken);
            LogFinished(command.Id, progress.Entry.Update.State, progress.Entry.Update.Detail);
        }
        catch (CommandFailedException exception)
        {
            Fail(progress, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(progress, $"the agent's own files can't be used: {exception.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The journal knows how far it is.
        }
        finally
        {
            lock (_lock)
                _running.TryRemove(command.Id, out _);
        }
    }

    private void Fail(CommandProgress progress, string line)
    {
        LogFinished(progress.Command.Id, CommandState.Failed, line);
        var dump = progress.Entry.Update.Dump?.Clone();
        if (dump is not null)
            dump.State = DumpState.Failed;
        try
        {
            progress.Keep(CommandState.Failed, line, dump);
        }
        catch (IOException exception)
        {
            // The disk is full or gone. The coordinator is told; what can't be kept can't be helped.
            LogNotKept(progress.Command.Id, exception.Message);
            progress.Pass(CommandState.Failed, line, dump);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}$")]
    private static partial Regex IdForm();
}
