using Fleet.Agent.Targets;
using Fleet.Contracts.Identity;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Watch.Counters;

/// <summary>A counter session for every target whose runtime has a diagnostics port; .NET Framework has none.</summary>
internal sealed partial class GcCounters(IOptions<WatchOptions> options, TimeProvider time, ILogger<GcCounters> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_tryAgain = TimeSpan.FromMinutes(1);

    private readonly Dictionary<InstanceIdentity, Running> _running = [];
    private readonly Lock _lock = new();

    /// <summary>As last told; nothing for a target without a session.</summary>
    public GcFigures Of(InstanceIdentity instance)
    {
        lock (_lock)
            return _running.GetValueOrDefault(instance)?.Session.Latest ?? GcFigures.None;
    }

    /// <summary>Begins sessions for new targets, ends those of targets that are gone.</summary>
    public void Follow(IReadOnlyList<TargetProcess> targets)
    {
        if (!options.Value.RuntimeCounters)
            return;

        lock (_lock)
        {
            foreach (var target in targets.Where(t => t.Runtime is { Flavor: RuntimeFacts.Core, UnreadableReason: "" }))
            {
                if (!_running.TryGetValue(target.Identity, out var running) || running.IsDue(time.GetUtcNow()))
                    _running[target.Identity] = Begin(target);
            }

            foreach (var gone in _running.Keys.Except(targets.Select(target => target.Identity)).ToList())
            {
                _running[gone].Stop.Cancel();
                _running.Remove(gone);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<Running> all;
        lock (_lock)
        {
            all = [.. _running.Values];
            _running.Clear();
        }

        foreach (var running in all)
            await running.Stop.CancelAsync();
        await Task.WhenAll(all.Select(running => running.Task));
    }

    private Running Begin(TargetProcess target)
    {
        var session = new GcCounterSession(target.Process, options.Value.Interval);
        var stop = new CancellationTokenSource();
        var running = new Running(session, stop);
        running.Task = RunAsync(running, target);
        return running;
    }

    private async Task RunAsync(Running running, TargetProcess target)
    {
        try
        {
            // Off the caller's lock and thread: opening the port waits for the target.
            await Task.Run(() => running.Session.RunAsync(running.Stop.Token));
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception exception) when (exception is DiagnosticsClientException or IOException or TimeoutException
            or UnauthorizedAccessException or FormatException or System.Net.Sockets.SocketException)
        {
            LogNoCounters(target.Process.Name, target.Identity.Pid, exception.Message);
        }
        finally
        {
            running.EndedAt = time.GetUtcNow();
        }
    }

    private sealed class Running(GcCounterSession session, CancellationTokenSource stop)
    {
        public GcCounterSession Session => session;

        public CancellationTokenSource Stop => stop;

        public Task Task { get; set; } = Task.CompletedTask;

        public DateTimeOffset? EndedAt { get; set; }

        public bool IsDue(DateTimeOffset now) => EndedAt is { } ended && now - ended >= s_tryAgain;
    }
}
