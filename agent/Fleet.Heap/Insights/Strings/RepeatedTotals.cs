using Fleet.Contracts.Heap;

namespace Fleet.Heap.Insights.Strings;

/// <summary>What repeated values waste together, and those that waste most, of values that come in parts.</summary>
/// <param name="rows">How many of those that waste most.</param>
/// <param name="bytesOf">Bytes of a string by its length.</param>
internal sealed class RepeatedTotals(int rows, Func<uint, long> bytesOf)
{
    // 95 of 100 are within so many standard errors.
    private const double Errors = 2;

    private readonly PriorityQueue<RepeatedValue, (long Wasted, ulong Hash)> _worst = new();
    private double _most;
    private double _squares;

    /// <summary>Values that are there more than once.</summary>
    public long Values { get; private set; }

    /// <summary>Bytes of all but one of each.</summary>
    public long Wasted { get; private set; }

    /// <summary>Those that waste most, the worst first.</summary>
    public IEnumerable<RepeatedValue> Worst =>
        _worst.UnorderedItems.OrderByDescending(item => item.Priority.Wasted).ThenBy(item => item.Element.Hash).Select(item => item.Element);

    /// <summary>Takes the values of one part.</summary>
    /// <param name="values">With their counts.</param>
    /// <param name="missed">What each count may be too low by.</param>
    public void Take(IEnumerable<RepeatedValue> values, uint missed)
    {
        foreach (var value in values)
        {
            var most = Math.Max(0, (double)value.Count + missed - 1) * bytesOf(value.Length);
            _most += most;
            _squares += most * most;
            if (value.Count <= 1)
                continue;

            Values++;
            var wasted = WastedBy(value);
            Wasted += wasted;
            var priority = (wasted, ~value.Hash);
            if (_worst.Count < rows)
                _worst.Enqueue(value, priority);
            else
                _worst.EnqueueDequeue(value, priority);
        }
    }

    /// <summary>What all values waste, where only a part was taken. That part is a random one, as it is chosen by hash.</summary>
    /// <param name="part">Of all, above 0 up to 1.</param>
    /// <param name="allBytes">Of all strings: no more can be wasted.</param>
    public DuplicateEstimate Estimate(double part, long allBytes)
    {
        // Horvitz and Thompson's estimator for a sample in which each is with the same chance, and of its variance (1952).
        var error = Errors * Math.Sqrt(_squares * (1 - part)) / part;
        return new DuplicateEstimate(part, Math.Max(Wasted, (long)(Wasted / part - error)), (long)Math.Min(allBytes, _most / part + error));
    }

    /// <summary>Bytes of all but one.</summary>
    public long WastedBy(RepeatedValue value) => (value.Count - 1L) * bytesOf(value.Length);
}
