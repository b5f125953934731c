using System.Threading.Channels;
using Fleet.Contracts.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Looks;

/// <summary>Takes looks in the order they were asked for: a bounded number at once, never two of one instance.</summary>
internal sealed class LookQueue(IHeapLook look, IOptions<LookOptions> options) : BackgroundService
{
    private const int MostWaiting = 1024;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(MostWaiting);
    private readonly Dictionary<InstanceIdentity, TaskCompletionSource> _busy = [];
    private readonly Lock _lock = new();

    /// <summary>Asks for a look that nobody waits for.</summary>
    /// <param name="request">Which.</param>
    /// <param name="ended">Called when it ended, well or not, or could not be queued.</param>
    public void Enqueue(LookRequest request, Action ended)
    {
        if (!_waiting.Writer.TryWrite(new Waiting(request, _ => ended())))
            ended();
    }

    /// <summary>Takes a look and waits for it.</summary>
    public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
    {
        var outcome = new TaskCompletionSource<LookOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.Writer.TryWrite(new Waiting(request, result => outcome.TrySetResult(result))))
            return new LookOutcome(false, $"{MostWaiting} looks are waiting already; ask again later");
        return await outcome.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Concurrency).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await foreach (var waiting in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            var instance = waiting.Request.Instance;
            while (Occupy(instance) is { } other)
                await other.WaitAsync(stoppingToken);

            var outcome = new LookOutcome(false, "the agent stops");
            try
            {
                outcome = await look.TakeAsync(waiting.Request, stoppingToken);
            }
            finally
            {
                Release(instance);
                waiting.Ended(outcome);
            }
        }
    }

    /// <summary>Null when the instance is now ours; else the end of the look that has it.</summary>
    private Task? Occupy(InstanceIdentity instance)
    {
        lock (_lock)
        {
            if (_busy.TryGetValue(instance, out var other))
                return other.Task;
            _busy[instance] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return null;
        }
    }

    private void Release(InstanceIdentity instance)
    {
        lock (_lock)
        {
            if (_busy.Remove(instance, out var ended))
                ended.SetResult();
        }
    }

    private sealed record Waiting(LookRequest Request, Action<LookOutcome> Ended);
}
