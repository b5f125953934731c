using System.Threading.Channels;
using Fleet.Agent.Targets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Looks;

/// <summary>
/// Takes looks in the order they were asked for, a bounded number at once. One of an instance that something else of the agent stops just now
/// waits for that, and is then asked for anew.
/// </summary>
internal sealed class LookQueue(IHeapLook look, TargetTurns turns, IOptions<LookOptions> options) : BackgroundService
{
    private const int MostWaiting = 1024;

    private static readonly LookOutcome s_stopped = new(false, "the agent stops");

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(MostWaiting);

    /// <summary>Asks for a look that nobody waits for.</summary>
    /// <param name="request">Which.</param>
    /// <param name="ended">Called when it ended, well or not, or could not be queued.</param>
    public void Enqueue(LookRequest request, Action ended) => Add(new Waiting(request, _ => ended()));

    /// <summary>Takes a look and waits for it.</summary>
    public async Task<LookOutcome> TakeAsync(LookRequest request, CancellationToken cancellationToken)
    {
        var outcome = new TaskCompletionSource<LookOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Waiting(request, result => outcome.TrySetResult(result)));
        return await outcome.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Concurrency).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await foreach (var waiting in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (turns.TryTake(waiting.Request.Instance, out var turn, out var other))
                await LookAsync(waiting, turn, stoppingToken);
            else
                _ = AddAfterAsync(other, waiting, stoppingToken);
        }
    }

    private async Task LookAsync(Waiting waiting, IDisposable turn, CancellationToken stoppingToken)
    {
        var outcome = s_stopped;
        try
        {
            outcome = await look.TakeAsync(waiting.Request, stoppingToken);
        }
        finally
        {
            turn.Dispose();
            waiting.Ended(outcome);
        }
    }

    private void Add(Waiting waiting)
    {
        if (!_waiting.Writer.TryWrite(waiting))
            waiting.Ended(new LookOutcome(false, $"{MostWaiting} looks are waiting already; ask again later"));
    }

    // A dump takes minutes: the looks at other instances don't wait behind it.
    private async Task AddAfterAsync(Task other, Waiting waiting, CancellationToken stoppingToken)
    {
        await other.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested)
            waiting.Ended(s_stopped);
        else
            Add(waiting);
    }

    private sealed record Waiting(LookRequest Request, Action<LookOutcome> Ended);
}
