using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// How the work of a process rises over a window. Young collections come with what is allocated, and that comes with work: their rate tells
/// it, whatever the process does. What is under way, and what is kept of it for a while, grows with it.
/// </summary>
internal sealed class Workload
{
    private const double LeastPartOfEnd = 0.1;
    private const double MuchOfTheRise = 0.75;

    private readonly double[] _hours = new double[LookAxis.Bins];
    private readonly double[] _rates = new double[LookAxis.Bins];
    private LookAxis? _axis;
    private Series? _heap;
    private int _level;
    private bool _isKnown;
    private double _atStart;
    private double _perHour;

    /// <summary>Turns to a level of an axis.</summary>
    /// <param name="axis">The looks.</param>
    /// <param name="heap">Bytes of all objects.</param>
    /// <param name="level">The level.</param>
    public void Lay(LookAxis axis, Series heap, int level) => (_axis, _heap, _level, _isKnown) = (axis, heap, level, false);

    /// <summary>True when the process does clearly more by the end of the window than it did at its start.</summary>
    public bool Rises
    {
        get
        {
            if (!_isKnown)
                (_atStart, _perHour) = Fit() is var work && !IsOfHeap(work) ? work : default;
            _isKnown = true;
            return _perHour > 0;
        }
    }

    /// <summary>What a series would be if there were as little work all the time as there was at the start of the window.</summary>
    /// <param name="hours">Middle of each bin, in hours since the first.</param>
    /// <param name="floors">In bytes.</param>
    /// <param name="scaled">As long as those.</param>
    public void TakeOut(ReadOnlySpan<double> hours, ReadOnlySpan<double> floors, Span<double> scaled)
    {
        var least = LeastPartOfEnd * (_atStart + (_perHour * hours[^1]));
        var start = Math.Max(least, _atStart);
        for (var i = 0; i < floors.Length; i++)
            scaled[i] = floors[i] * start / Math.Max(least, _atStart + (_perHour * hours[i]));
    }

    // A heap that fills up is collected ever more often for that alone. Work makes a part of it grow, and never all of it as much as itself.
    private bool IsOfHeap((double AtStart, double PerHour) work)
    {
        if (work.PerHour <= 0)
            return false;

        var bins = _axis!.Length(_level);
        Span<double> hours = stackalloc double[bins];
        Span<double> heap = stackalloc double[bins];
        _heap!.CopyTo(_axis, _level, heap);
        for (var i = 0; i < bins; i++)
            hours[i] = (_axis[_level, i].Start - _axis[_level, 0].Start) / (double)TimeSpan.TicksPerHour;
        var slope = TheilSen.Slope(hours, heap);
        for (var i = 0; i < bins; i++)
            heap[i] -= slope * hours[i];
        var start = Robust.Median(heap);
        return start <= 0 || slope / start >= MuchOfTheRise * work.PerHour / Math.Max(work.AtStart, LeastPartOfEnd * work.PerHour * hours[^1]);
    }

    // Collections per hour at the start of the window, and by how much that rises in an hour; 0 where it does not, or is not known.
    private (double AtStart, double PerHour) Fit()
    {
        var count = _axis!.Length(_level) - 1;
        if (count < 2)
            return default;

        var first = _axis[_level, 0];
        var before = first;
        for (var i = 0; i < count; i++)
        {
            var bin = _axis[_level, i + 1];
            if (before.YoungCollections == LookBin.NotKnown || bin.YoungCollections < before.YoungCollections || bin.End <= before.End)
                return default;

            _hours[i] = (bin.Start + ((bin.End - bin.Start) / 2) - first.Start - ((first.End - first.Start) / 2)) / (double)TimeSpan.TicksPerHour;
            _rates[i] = (bin.YoungCollections - before.YoungCollections) * (double)TimeSpan.TicksPerHour / (bin.End - before.End);
            before = bin;
        }

        var hours = _hours.AsSpan(0, count);
        var rates = _rates.AsSpan(0, count);
        Span<double> rest = stackalloc double[count];
        var slope = TheilSen.Slope(hours, rates);
        for (var i = 0; i < count; i++)
            rest[i] = rates[i] - (slope * hours[i]);
        // Taking out what may be noise hides leaks.
        return TheilSen.SlopeWithInterval(hours, rates, Kendall.Inflation(rest)).Low > 0 ? (Robust.Median(rest), slope) : default;
    }
}
