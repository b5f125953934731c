using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Strings;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>Exceptions by type and message.</summary>
internal sealed class ExceptionsInsight(HeapView view, StringsInsight strings, InsightsOptions options)
{
    // Messages may have times and numbers in them: then each is another one.
    private const int MostRows = 20_000;

    private readonly Dictionary<(TypeKey Type, ulong Message), Row> _rows = [];

    /// <summary>False when there were more messages than fit; those beyond are counted without.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Who looks at exceptions of a type; null when it is none.</summary>
    public IObjectProbe? ProbeFor(TypeLayout type) =>
        type.Is("System.Exception") && type.Offset("_message") is { } message ? new Probe(this, view, strings, type.Key, message) : null;

    /// <summary>The report; messages are read from the heap, so it must still stand.</summary>
    public IReadOnlyList<ExceptionCount> Report() =>
    [
        .. _rows.OrderByDescending(row => row.Value.Count).ThenBy(row => row.Key.Type.Name, StringComparer.Ordinal).ThenBy(row => row.Key.Message).Take(options.Rows)
            .Select(row => new ExceptionCount(
                row.Key.Type.Name, row.Key.Type.Module, row.Key.Message == 0 ? "" : StringsInsight.Id(row.Key.Message), row.Value.Count,
                options.IncludeText && row.Value.Text != 0 ? strings.Text(row.Value.Text, view.UInt32(row.Value.Text + (uint)view.PointerSize)) : null)),
    ];

    private void Add(TypeKey type, ulong message, ulong text)
    {
        if (!_rows.ContainsKey((type, message)) && _rows.Count >= MostRows)
        {
            IsExact = false;
            (message, text) = (0, 0);
        }

        var row = _rows.GetValueOrDefault((type, message), new Row(0, text));
        _rows[(type, message)] = row with { Count = row.Count + 1 };
    }

    private readonly record struct Row(long Count, ulong Text);

    private sealed class Probe(ExceptionsInsight insight, HeapView view, StringsInsight strings, TypeKey key, int message) : IObjectProbe
    {
        private const uint LongestMessage = 1 << 16;

        public void See(in HeapObject found)
        {
            var text = view.PointerIn(found.Bytes, message);
            var length = text == 0 ? 0 : view.UInt32(text + (uint)view.PointerSize);
            if (text == 0 || length > LongestMessage || !strings.TryHash(text, length, out var hash))
                (hash, text) = (0, 0);
            insight.Add(key, hash, text);
        }
    }
}
