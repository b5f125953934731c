using System.Collections.Concurrent;
using Fleet.Agent.Looks;
using Fleet.Agent.Targets;
using Fleet.Agent.Tests.Processes;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Tests.Looks;

public sealed class LookQueueTests
{
    private static readonly InstanceIdentity s_one = new("node", 1, DateTimeOffset.UnixEpoch);
    private static readonly InstanceIdentity s_two = new("node", 2, DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Not_more_looks_are_taken_at_once_than_configured()
    {
        var look = new HeldLook();
        using var queue = new LookQueue(look, new TargetTurns(), Options.Create(new LookOptions { Concurrency = 2 }));
        await queue.StartAsync(CancellationToken.None);
        var all = Enumerable.Range(1, 4)
            .Select(pid => queue.TakeAsync(new LookRequest(s_one with { Pid = pid }, LookTrigger.Command), CancellationToken.None)).ToList();

        await Eventually.HoldsAsync(() => look.Begun.Count == 2, "two looks are under way");
        look.Finish.Release(4);
        await Task.WhenAll(all);

        Assert.Equal(2, look.MostAtOnce);
        Assert.Equal([1, 2, 3, 4], look.Begun.Select(request => request.Instance.Pid).Order());
        await queue.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task One_instance_is_never_looked_at_twice_at_once()
    {
        var look = new HeldLook();
        using var queue = new LookQueue(look, new TargetTurns(), Options.Create(new LookOptions { Concurrency = 3 }));
        await queue.StartAsync(CancellationToken.None);
        var first = queue.TakeAsync(new LookRequest(s_one, LookTrigger.Command, "a"), CancellationToken.None);
        var second = queue.TakeAsync(new LookRequest(s_one, LookTrigger.Command, "b"), CancellationToken.None);
        var other = queue.TakeAsync(new LookRequest(s_two, LookTrigger.Command, "c"), CancellationToken.None);

        await Eventually.HoldsAsync(() => look.Begun.Count == 2, "both instances are looked at");
        Assert.Equal([1, 2], look.Begun.Select(request => request.Instance.Pid).Order());
        look.Finish.Release(3);
        await Task.WhenAll(first, second, other);

        Assert.Equal(3, look.Begun.Count);
        await queue.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_instance_that_is_dumped_is_looked_at_afterwards_and_holds_up_no_other()
    {
        var look = new HeldLook();
        var turns = new TargetTurns();
        using var queue = new LookQueue(look, turns, Options.Create(new LookOptions { Concurrency = 1 }));
        await queue.StartAsync(CancellationToken.None);
        var dump = await turns.TakeAsync(s_one, CancellationToken.None);
        look.Finish.Release(2);

        var dumped = queue.TakeAsync(new LookRequest(s_one, LookTrigger.Command, "a"), CancellationToken.None);
        await queue.TakeAsync(new LookRequest(s_two, LookTrigger.Command, "b"), CancellationToken.None);
        Assert.Equal([2], look.Begun.Select(request => request.Instance.Pid));
        dump.Dispose();
        await dumped;

        Assert.Equal([2, 1], look.Begun.Select(request => request.Instance.Pid));
        await queue.StopAsync(CancellationToken.None);
    }

    private sealed class HeldLook : IHeapLook
    {
        private int _now;

        public ConcurrentQueue<LookRequest> Begun { get; } = [];

        public SemaphoreSlim Finish { get; } = new(0);

        public int MostAtOnce { get; private set; }

        public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
        {
            lock (Begun)
                MostAtOnce = Math.Max(MostAtOnce, ++_now);
            Begun.Enqueue(request);
            await Finish.WaitAsync(cancellationToken);
            lock (Begun)
                _now--;
            return new LookOutcome(true, "");
        }
    }
}
