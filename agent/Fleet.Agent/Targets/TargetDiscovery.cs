using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Uplink;
using Fleet.Contracts.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Targets;

/// <summary>Lists processes every few seconds and keeps the <see cref="TargetSet"/>.</summary>
internal sealed partial class TargetDiscovery(
    IProcessTable processes,
    IRuntimeProbe probe,
    TargetSet targets,
    HostedProtocols hosting,
    NodeIdentity node,
    IOptions<TargetOptions> options,
    TimeProvider time,
    ILogger<TargetDiscovery> logger) : BackgroundService
{
    // What is not .NET (yet), or not allowed, is asked about again: soon while it starts, seldom later.
    private static readonly TimeSpan s_startPhase = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_askAgain = TimeSpan.FromMinutes(1);

    private readonly TargetFilter _filter = new(options.Value);
    private readonly Dictionary<InstanceIdentity, DateTimeOffset> _probed = [];
    private readonly HashSet<int> _accountedFor = [];

    /// <summary>One round.</summary>
    public void Discover()
    {
        hosting.Refresh();
        var before = targets.Current.ToDictionary(target => target.Identity);
        List<TargetProcess> now = [];
        foreach (var process in processes.List().Where(_filter.IsTarget))
        {
            var identity = new InstanceIdentity(node.NodeId, process.Pid, process.StartedAt);
            var known = before.GetValueOrDefault(identity);
            now.Add(new TargetProcess(identity, process, Runtime(identity, process, known)));
            if (known is null)
                LogFound(process.Name, process.Pid, identity.StartedAt, now[^1].Runtime.Flavor, now[^1].Runtime.Version);
            if (now[^1].Runtime.UnreadableReason is { Length: > 0 } reason && reason != known?.Runtime.UnreadableReason)
                LogUnreadable(reason);
        }

        _accountedFor.UnionWith(now.Select(target => target.Identity.Pid));
        foreach (var pid in options.Value.Pids)
        {
            if (_accountedFor.Add(pid))
                LogAbsent(pid);
        }

        foreach (var ended in before.Keys.Except(now.Select(target => target.Identity)))
        {
            LogEnded(before[ended].Process.Name, ended.Pid, ended.StartedAt);
            _probed.Remove(ended);
        }

        targets.Replace(now);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.DiscoverEvery, time);
        do
        {
            try
            {
                Discover();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                LogRoundFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private RuntimeFacts Runtime(InstanceIdentity identity, ProcessEntry process, TargetProcess? known)
    {
        var now = time.GetUtcNow();
        if (known is not null
            && (known.Runtime.IsSettled || (now - identity.StartedAt > s_startPhase && now - _probed.GetValueOrDefault(identity) < s_askAgain)))
        {
            return known.Runtime;
        }

        _probed[identity] = now;
        return probe.Probe(process);
    }
}
