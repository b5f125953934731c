using System.Globalization;
using System.Text;
using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;

namespace Fleet.Heap.Insights.Strings;

/// <summary>Strings of equal value, told apart by their hashes, in as many passes as it takes to count them in little memory.</summary>
internal sealed class StringsInsight : IObjectProbe
{
    private const int LongestText = 200;

    // A multiple of 16, as the hash wants its parts.
    private const int PieceBytes = 64 << 10;

    private readonly HeapView _view;
    private readonly ValueHash _hash;
    private readonly InsightsOptions _options;
    private readonly RepeatedTotals _totals;
    private readonly RepeatedValues _values;
    private readonly byte[] _piece = GC.AllocateUninitializedArray<byte>(PieceBytes);
    private bool _isFirstPass = true;
    private long _strings;
    private long _bytes;
    private uint _baseSize;

    public StringsInsight(HeapView view, ValueHash hash, InsightsOptions options)
    {
        _view = view;
        _hash = hash;
        _options = options;
        _totals = new RepeatedTotals(options.Rows, BytesOf);
        _values = new RepeatedValues(options.MostValues, options.IncludeText, _totals);
    }

    /// <summary>What duplicates waste by what is known of a part of them; null when all are counted.</summary>
    public DuplicateEstimate? Estimate => _values.IsExact ? null : _totals.Estimate(_values.Part, _bytes);

    /// <summary>Strings that are not all there, by damage: not counted as duplicates.</summary>
    public long Unreadable { get; private set; }

    /// <summary>All strings were seen.</summary>
    /// <returns>False: there are so many values that they must be seen again.</returns>
    public bool EndPass() => _values.EndPass();

    /// <summary>They will be seen again.</summary>
    public void StartPass()
    {
        _isFirstPass = false;
        _values.StartPass();
    }

    /// <summary>They won't, though they should: what there is is an estimate.</summary>
    public void GiveUp() => _values.GiveUp();

    public void See(in HeapObject found)
    {
        if (_isFirstPass)
        {
            _strings++;
            _bytes += found.Size;
            _baseSize = found.Type.BaseSize;
        }

        if (!TryHash(found, out var value))
        {
            Unreadable += _isFirstPass ? 1 : 0;
            return;
        }

        _values.Add(value, found.Length, found.Address);
    }

    /// <summary>The report; texts are read from the heap, so it must still stand.</summary>
    public DuplicateStrings Report() => new(
        _strings, _bytes, _totals.Wasted, _totals.Values, _values.IsExact,
        [
            .. _totals.Worst.Select(value => new DuplicateString(
                Id(value.Hash), (int)value.Length, value.Count, _totals.WastedBy(value), _options.IncludeText ? Text(value.Place, value.Length) : null)),
        ],
        Estimate);

    /// <summary>How a hash is written.</summary>
    public static string Id(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Characters of a string, shortened.</summary>
    public string Text(ulong address, uint length)
    {
        var bytes = new byte[sizeof(char) * (int)Math.Min(length, LongestText)];
        var read = _view.Read(address + (uint)_view.PointerSize + sizeof(uint), bytes);
        var text = Encoding.Unicode.GetString(bytes, 0, read);
        return length > LongestText ? text + "…" : text;
    }

    /// <summary>Hashes the characters of a string; false where they can't all be read.</summary>
    public bool TryHash(ulong address, uint length, out ulong value)
    {
        var state = _hash;
        var at = address + (uint)_view.PointerSize + sizeof(uint);
        for (var left = (ulong)length * sizeof(char); left > 0;)
        {
            var piece = _piece.AsSpan(0, (int)Math.Min(left, PieceBytes));
            if (_view.Read(at, piece) != piece.Length)
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

    private bool TryHash(in HeapObject found, out ulong value)
    {
        var start = _view.PointerSize + sizeof(uint);
        var bytes = (ulong)found.Length * sizeof(char);
        if ((ulong)start + bytes > (ulong)found.Bytes.Length)
            return TryHash(found.Address, found.Length, out value);

        var state = _hash;
        state.Add(found.Bytes.Slice(start, (int)bytes));
        value = state.Value;
        return true;
    }

    private long BytesOf(uint length)
    {
        var align = (ulong)_view.PointerSize - 1;
        return (long)((_baseSize + ((ulong)length * sizeof(char)) + align) & ~align);
    }
}
