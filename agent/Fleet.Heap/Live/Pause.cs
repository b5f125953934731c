using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Heap;

namespace Fleet.Heap.Live;

/// <summary>The time that a process may stand still, counted from the moment that it is asked to stop.</summary>
internal sealed class Pause : IDisposable
{
    /// <summary>For what is under way to hear of the cancellation, and for the process to be let go.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly CancellationToken _caller;
    private readonly TimeSpan? _budget;
    private readonly CancellationTokenSource _source;
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread? _watch;
    private long _since;

    /// <summary>A pause that has not begun.</summary>
    /// <param name="budget">Its longest; null for as long as it takes.</param>
    /// <param name="caller">Gives up.</param>
    /// <param name="whenStuck">Called with a line when it is not over well after its budget; null: nobody watches.</param>
    public Pause(TimeSpan? budget, CancellationToken caller, Action<string>? whenStuck = null)
    {
        _caller = caller;
        _budget = budget;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        if (whenStuck is not null && budget is { } longest)
            _watch = new Thread(() => Watch(longest + Grace, whenStuck)) { IsBackground = true, Name = "pause" };
    }

    /// <summary>Cancelled when the budget is spent, or the caller gives up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether a cancellation came of the budget.</summary>
    public bool IsSpent => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>What is left of the budget since it began; null for as long as it takes.</summary>
    public TimeSpan? Left => _budget - Stopwatch.GetElapsedTime(_since);

    /// <summary>Begins to count.</summary>
    public Pause Begin()
    {
        _since = Stopwatch.GetTimestamp();
        _watch?.Start();
        if (_budget is { } longest)
            _source.CancelAfter(longest);
        return this;
    }

    /// <summary>The line for a look that would have taken longer.</summary>
    public HeapReadException Exceeded(ProcessDescription process) => new(
        HeapReadFailure.PauseBudgetExceeded,
        string.Create(CultureInfo.InvariantCulture, $"process {process.Pid} would have stood still for longer than the {_budget?.TotalMilliseconds:F0} ms allowed; the look was given up, allow more or take a dump"));

    public void Dispose()
    {
        _over.Set();
        if (_watch is { IsAlive: true })
            _watch.Join();
        _over.Dispose();
        _source.Dispose();
    }

    private void Watch(TimeSpan longest, Action<string> whenStuck)
    {
        if (!_over.Wait(longest))
            whenStuck(string.Create(CultureInfo.InvariantCulture, $"the process stood still for longer than the {_budget?.TotalMilliseconds:F0} ms allowed and was not let go; the look was ended for that"));
    }
}
