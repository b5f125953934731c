using System.Collections.Concurrent;
using Fleet.Agent.Targets;
using Fleet.Agent.Watch.Counters;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Watch;

/// <summary>Takes the memory figures of every target at an interval, without touching any heap.</summary>
internal sealed class MemoryWatch(
    TargetSet targets, IMemoryProbe probe, GcCounters counters, IOptions<WatchOptions> options, TimeProvider time) : BackgroundService
{
    private readonly ConcurrentDictionary<InstanceIdentity, MemorySample> _latest = [];

    /// <summary>The newest figures; taken now when there are none yet. Null when the process has ended.</summary>
    public MemorySample? Latest(TargetProcess target) => _latest.TryGetValue(target.Identity, out var sample) ? sample : Sample(target);

    /// <summary>Takes figures now. Null when the process has ended.</summary>
    public MemorySample? Sample(TargetProcess target)
    {
        if (probe.Read(target) is not { } figures)
            return null;

        var collector = counters.Of(target.Identity);
        var sample = new MemorySample
        {
            At = time.GetUtcNow(),
            PrivateBytes = figures.PrivateBytes,
            WorkingSetBytes = figures.WorkingSetBytes,
            ManagedBytes = collector.ManagedBytes,
            LimitBytes = Smaller(figures.LimitBytes, options.Value.LimitBytes),
            GcCounts = collector.Counts,
        };
        _latest[target.Identity] = sample;
        return sample;
    }

    /// <summary>One round over all targets.</summary>
    public void SampleAll()
    {
        var current = targets.Current;
        counters.Follow(current);
        foreach (var target in current)
            Sample(target);
        foreach (var gone in _latest.Keys.Except(current.Select(target => target.Identity)))
            _latest.TryRemove(gone, out _);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await targets.Listed.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            SampleAll();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static long Smaller(long found, long configured) =>
        found == 0 ? configured : configured == 0 ? found : Math.Min(found, configured);
}
