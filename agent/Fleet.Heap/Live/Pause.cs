using System.Globalization;
using Fleet.Contracts.Heap;

namespace Fleet.Heap.Live;

/// <summary>The time that a process may stand still, counted from the moment that it is asked to stop.</summary>
internal sealed class Pause : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly TimeSpan? _budget;
    private readonly CancellationTokenSource _source;

    public Pause(TimeSpan? budget, CancellationToken caller)
    {
        _caller = caller;
        _budget = budget;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
    }

    /// <summary>Cancelled when the budget is spent, or the caller gives up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether a cancellation came of the budget.</summary>
    public bool IsSpent => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Begins to count.</summary>
    public Pause Begin()
    {
        if (_budget is { } longest)
            _source.CancelAfter(longest);
        return this;
    }

    /// <summary>The line for a look that would have taken longer.</summary>
    public HeapReadException Exceeded(ProcessDescription process) => new(
        HeapReadFailure.PauseBudgetExceeded,
        string.Create(CultureInfo.InvariantCulture, $"process {process.Pid} would have stood still for longer than the {_budget?.TotalMilliseconds:F0} ms allowed; the look was given up, allow more or take a dump"));

    public void Dispose() => _source.Dispose();
}
