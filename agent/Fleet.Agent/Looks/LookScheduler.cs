using Fleet.Agent.Looks.Holders;
using Fleet.Agent.Looks.OutOfMemory;
using Fleet.Agent.Targets;
using Fleet.Agent.Watch;
using Fleet.Contracts.Heap;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Looks;

/// <summary>Asks for the looks that are due.</summary>
internal sealed class LookScheduler(
    TargetSet targets,
    MemoryWatch memory,
    LookQueue queue,
    RefusedLooks refused,
    HeapSizes sizes,
    OutOfMemoryLogs logs,
    IOptions<LookOptions> options,
    TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    private readonly LookPlanner _planner = new(options.Value, Random.Shared.NextDouble);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await targets.Listed.WaitAsync(stoppingToken);
        var round = options.Value.Interval / 4 < s_round ? options.Value.Interval / 4 : s_round;
        using var timer = new PeriodicTimer(round, time);
        do
        {
            foreach (var (target, trigger) in Due())
                queue.Enqueue(new LookRequest(target.Identity, trigger), ended: () => End(target));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private List<(TargetProcess Target, LookTrigger Trigger)> Due()
    {
        var current = targets.Current;
        List<(TargetProcess, LookTrigger)> due = [];
        lock (_lock)
        {
            _planner.Keep(current.Select(target => target.Identity));
            refused.Keep(current.Select(target => target.Identity));
            sizes.Keep(current.Select(target => target.Identity));
            foreach (var exhausted in options.Value.OnOutOfMemory ? logs.ReadNew(current) : [])
                _planner.OutOfMemory(exhausted);

            foreach (var target in current.Where(t => t.Runtime is { Flavor.Length: > 0, UnreadableReason: "" }))
            {
                if (memory.Latest(target) is not { } sample || _planner.Due(target.Identity, sample, time.GetUtcNow()) is not { } trigger)
                    continue;
                _planner.Begin(target.Identity, trigger, sample);
                due.Add((target, trigger));
            }
        }

        return due;
    }

    private void End(TargetProcess target)
    {
        lock (_lock)
            _planner.End(target.Identity, time.GetUtcNow());
    }
}
