using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>
/// Who subscribed to whom: objects stay alive as long as what they have subscribed to, which is forever for a static event. Of the
/// framework only what looks like an event counts, not the many delegates that it keeps for itself.
/// </summary>
internal sealed class SubscriptionsInsight(HeapView view, Delegates delegates)
{
    private readonly Dictionary<(TypeKey Publisher, string Field, bool IsStatic), Dictionary<TypeKey, Row>> _fields = [];

    /// <summary>Who looks at objects that others may subscribe to; null when a type has no field for it.</summary>
    public IObjectProbe? ProbeFor(TypeLayout type)
    {
        if (type.Is("System.Delegate") || IsOfCompiler(type.Key.Name))
            return null;

        FieldLayout[] fields = [.. type.Fields.Value.Where(field => field.IsDelegate && MayBeEvent(type, field.Name))];
        return fields.Length == 0 ? null : new Probe(this, view, type.Key, fields);
    }

    /// <summary>Looks at a static field.</summary>
    public void SeeStatic(TypeLayout type, string field, ulong subscribed)
    {
        if (subscribed != 0 && !IsOfCompiler(type.Key.Name) && MayBeEvent(type, field))
            Add(type.Key, field, isStatic: true, subscribed);
    }

    public IReadOnlyList<Subscription> Report(int rows) =>
    [
        .. _fields.SelectMany(field => field.Value.Select(row => new Subscription(
                field.Key.Publisher.Name, field.Key.Publisher.Module, field.Key.Field, field.Key.IsStatic, row.Key.Name, row.Value.Count, row.Value.Publishers, row.Value.Most)))
            .OrderByDescending(row => row.Count).ThenBy(row => row.Publisher, StringComparer.Ordinal)
            .ThenBy(row => row.Field, StringComparer.Ordinal).ThenBy(row => row.Subscriber, StringComparer.Ordinal).Take(rows),
    ];

    private static bool MayBeEvent(TypeLayout type, string field) =>
        !field.StartsWith('<') && !(type.IsFramework && (field.StartsWith('_') || field.StartsWith("m_", StringComparison.Ordinal) || field.StartsWith("s_", StringComparison.Ordinal)));

    // Closures, state machines, and caches of lambdas.
    private static bool IsOfCompiler(string type) => type.Contains("+<", StringComparison.Ordinal);

    private void Add(TypeKey publisher, string field, bool isStatic, ulong subscribed)
    {
        var ofThis = new Dictionary<TypeKey, long>();
        if (delegates.Visit(subscribed, target => ofThis[target] = ofThis.GetValueOrDefault(target) + 1) == 0)
            return;

        if (!_fields.TryGetValue((publisher, field, isStatic), out var rows))
            _fields.Add((publisher, field, isStatic), rows = []);
        foreach (var (subscriber, count) in ofThis)
        {
            var row = rows.GetValueOrDefault(subscriber);
            rows[subscriber] = new Row(row.Count + count, row.Publishers + 1, Math.Max(row.Most, count));
        }
    }

    private readonly record struct Row(long Count, long Publishers, long Most);

    private sealed class Probe(SubscriptionsInsight insight, HeapView view, TypeKey key, FieldLayout[] fields) : IObjectProbe
    {
        public void See(in HeapObject found)
        {
            foreach (var field in fields)
            {
                if (view.PointerIn(found.Bytes, field.Offset) is not 0 and var subscribed)
                    insight.Add(key, field.Name, isStatic: false, subscribed);
            }
        }
    }
}
