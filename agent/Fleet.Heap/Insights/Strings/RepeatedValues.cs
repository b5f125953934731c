namespace Fleet.Heap.Insights.Strings;

/// <summary>
/// Counts values that are there more than once in a bounded table, however many there are, by seeing all of them again and again. While all
/// different values fit, one pass does. When they don't, those that were seen once leave the table for a filter, and a value comes to the table
/// only when the filter has seen it before: all that are there twice do, and some others; another pass counts them. When even these don't fit,
/// those of greater hash wait for passes of their own.
/// </summary>
/// <param name="most">Different values that are counted at a time; at least 1.</param>
/// <param name="withPlaces">Whether one place of each is wanted.</param>
/// <param name="totals">Takes the values of each part.</param>
internal sealed class RepeatedValues(int most, bool withPlaces, RepeatedTotals totals)
{
    // A filter costs a second pass: worth it where it keeps out more than it lets through.
    private const long WorthItFrom = 2;

    private readonly ValueTable _table = new(most, withPlaces);
    private SeenBefore? _filter;
    private Phase _phase = Phase.All;
    private bool _filterPays = true;
    private long _keptOut;
    private ulong _first;
    private ulong _last = ulong.MaxValue;

    private enum Phase
    {
        /// <summary>All values of the part come to the table.</summary>
        All,

        /// <summary>Those do that the filter has seen before.</summary>
        Seen,

        /// <summary>Those in the table are counted.</summary>
        Known,
    }

    /// <summary>The part of all values that was taken: all, exactly, or what there was time for.</summary>
    public double Part { get; private set; }

    /// <summary>Whether every value was counted, and in full.</summary>
    public bool IsExact { get; private set; }

    /// <summary>Sees a value.</summary>
    public void Add(ulong hash, uint length, ulong place)
    {
        if (hash < _first || hash > _last)
            return;

        if (_phase == Phase.Known)
        {
            _table.CountKnown(hash);
            return;
        }

        if (_phase == Phase.All && !_table.Add(hash, length, place))
        {
            if (_filterPays)
                StartFilter();
            else
                AddToNarrower(hash, length, place);
        }

        if (_phase != Phase.Seen)
            return;
        if (!_filter!.Add(hash))
            _keptOut++;
        else
            AddToNarrower(hash, length, place);
    }

    /// <summary>All values were seen.</summary>
    /// <returns>False: they must be seen again.</returns>
    public bool EndPass()
    {
        if (_phase != Phase.Seen)
            Take(missed: 0);
        return IsExact;
    }

    /// <summary>They will be seen again.</summary>
    public void StartPass()
    {
        if (_phase == Phase.Seen)
            StartCounting();
        else
            StartNextPart();
    }

    /// <summary>They won't, though they should.</summary>
    public void GiveUp()
    {
        // A value came to the table when it was seen for the second time, or, by the filter's mistake, the first.
        if (_phase == Phase.Seen)
            Take(missed: 1);
    }

    private void Take(uint missed)
    {
        totals.Take(_table.Values, missed);
        Part = (_last + 1.0) / ulong.MaxValue;
        IsExact = missed == 0 && _last == ulong.MaxValue;
    }

    private void StartFilter()
    {
        _filter ??= new SeenBefore(most);
        _filter.Clear();
        _keptOut = 0;
        foreach (var value in _table.Values)
            _filter.Add(value.Hash);
        _table.Remove((_, count) => count == 1);
        _phase = Phase.Seen;
    }

    // The part ends before the values that don't fit.
    private void AddToNarrower(ulong hash, uint length, ulong place)
    {
        while (hash <= _last && !_table.Add(hash, length, place))
        {
            _last = _first + (_last - _first) / 4 * 3;
            var last = _last;
            _table.Remove((known, _) => known > last);
            _keptOut = _keptOut / 4 * 3;
        }
    }

    private void StartCounting()
    {
        _filterPays = _keptOut >= _table.Count * WorthItFrom;
        _table.ForgetCounts();
        _phase = Phase.Known;
    }

    // As wide as the one before and a little more: about as many fit again.
    private void StartNextPart()
    {
        var width = _last - _first;
        _first = _last + 1;
        _last = ulong.MaxValue - _first > width / 4 * 5 ? _first + width / 4 * 5 : ulong.MaxValue;
        _table.Clear();
        _phase = Phase.All;
    }
}
