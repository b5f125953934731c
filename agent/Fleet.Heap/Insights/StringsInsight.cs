using System.Globalization;
using System.Text;
using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;

namespace Fleet.Heap.Insights;

/// <summary>
/// Strings of equal value. As long as all different values fit, one pass counts them; from then on the pass only finds out which may be
/// there twice, and the next one counts those, or finds out more closely.
/// </summary>
internal sealed class StringsInsight(HeapView view, ValueHash hash, InsightsOptions options) : IObjectProbe
{
    private const int LongestText = 200;

    // The last one counts what it can. By calculation, two filters let through some 3 of 1,000 values that are there once when there are 20 million.
    private const int MostPasses = 3;

    // A multiple of 16, as the hash wants its parts.
    private const int PieceBytes = 64 << 10;

    private readonly byte[] _piece = GC.AllocateUninitializedArray<byte>(PieceBytes);
    private readonly List<SeenTwice> _filters = [];
    private ValueTable _values = new(options.MostValues);
    private SeenTwice? _next;
    private int _pass = 1;
    private long _strings;
    private long _bytes;
    private uint _baseSize;

    /// <summary>There are more values than fit: <see cref="StartNextPass"/>, and see all strings again.</summary>
    public bool NeedsNextPass => _next is not null;

    /// <summary>False when there are more duplicated values than fit.</summary>
    public bool IsExact => _values.IsWhole && !NeedsNextPass;

    /// <summary>Strings that are not all there, by damage: not counted as duplicates.</summary>
    public long Unreadable { get; private set; }

    public void StartNextPass()
    {
        _pass++;
        _filters.Add(_next!);
        _next = null;
        _values = new ValueTable(options.MostValues);
    }

    public void See(in HeapObject found)
    {
        if (_pass == 1)
        {
            _strings++;
            _bytes += found.Size;
            _baseSize = found.Type.BaseSize;
        }

        if (!TryHash(found, out var value))
        {
            Unreadable += _pass == 1 ? 1 : 0;
            return;
        }

        foreach (var filter in _filters)
        {
            if (!filter.MayBe(value))
                return;
        }

        if (_next is null && (_values.Add(value, found.Length, found.Address) || _pass == MostPasses))
            return;
        if (_next is null)
            StartFilter();
        _next!.Add(value);
    }

    /// <summary>The report; texts are read from the heap, so it must still stand.</summary>
    public DuplicateStrings Report()
    {
        ValueTable.Slot[] duplicates = [.. _values.Values.Where(value => value.Count > 1)];
        return new DuplicateStrings(
            _strings, _bytes, duplicates.Sum(Wasted), duplicates.Length, IsExact,
            [
                .. duplicates.OrderByDescending(Wasted).ThenBy(value => value.Hash).Take(options.Rows).Select(value => new DuplicateString(
                    Id(value.Hash), (int)value.Length, value.Count, Wasted(value), options.IncludeText ? Text(value.Address, value.Length) : null)),
            ]);
    }

    /// <summary>How a hash is written.</summary>
    public static string Id(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Characters of a string, shortened.</summary>
    public string Text(ulong address, uint length)
    {
        var bytes = new byte[sizeof(char) * (int)Math.Min(length, LongestText)];
        var read = view.Read(address + (uint)view.PointerSize + sizeof(uint), bytes);
        var text = Encoding.Unicode.GetString(bytes, 0, read);
        return length > LongestText ? text + "…" : text;
    }

    /// <summary>Hashes the characters of a string; false where they can't all be read.</summary>
    public bool TryHash(ulong address, uint length, out ulong value)
    {
        var state = hash;
        var at = address + (uint)view.PointerSize + sizeof(uint);
        for (var left = (ulong)length * sizeof(char); left > 0;)
        {
            var piece = _piece.AsSpan(0, (int)Math.Min(left, PieceBytes));
            if (view.Read(at, piece) != piece.Length)
            {
                value = 0;
                return false;
            }

            state.Add(piece);
            at += (uint)piece.Length;
            left -= (uint)piece.Length;
        }

        value = state.Value;
        return true;
    }

    private void StartFilter()
    {
        _next = new SeenTwice(options.MostValues, _filters.Count);
        foreach (var known in _values.Values)
        {
            _next.Add(known.Hash);
            if (known.Count > 1)
                _next.Add(known.Hash);
        }

        _values = new ValueTable(1);
    }

    private bool TryHash(in HeapObject found, out ulong value)
    {
        var start = view.PointerSize + sizeof(uint);
        var bytes = (ulong)found.Length * sizeof(char);
        if ((ulong)start + bytes > (ulong)found.Bytes.Length)
            return TryHash(found.Address, found.Length, out value);

        var state = hash;
        state.Add(found.Bytes.Slice(start, (int)bytes));
        value = state.Value;
        return true;
    }

    private long Wasted(ValueTable.Slot value)
    {
        var align = (ulong)view.PointerSize - 1;
        return (value.Count - 1L) * (long)((_baseSize + ((ulong)value.Length * sizeof(char)) + align) & ~align);
    }
}
