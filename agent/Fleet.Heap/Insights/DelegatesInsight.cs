using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>Delegates by what they are called on; one that consists of several is counted by its parts.</summary>
internal sealed class DelegatesInsight(Delegates delegates)
{
    private readonly Dictionary<(TypeKey Target, string Delegate), long> _counts = [];

    /// <summary>Who looks at delegates of a type; null when it is none.</summary>
    public IObjectProbe? ProbeFor(TypeLayout type) => type.Is("System.MulticastDelegate") ? new Probe(this, delegates, type.Key.Name) : null;

    public IReadOnlyList<DelegateTarget> Report(int rows) =>
    [
        .. _counts.Select(row => new DelegateTarget(row.Key.Target.Name, row.Key.Target.Module, row.Key.Delegate, row.Value))
            .OrderByDescending(row => row.Count).ThenBy(row => row.Target, StringComparer.Ordinal).ThenBy(row => row.Delegate, StringComparer.Ordinal).Take(rows),
    ];

    private sealed class Probe(DelegatesInsight insight, Delegates delegates, string name) : IObjectProbe
    {
        public void See(in HeapObject found)
        {
            if (delegates.Target(found.Address) is { } target)
                insight._counts[(target, name)] = insight._counts.GetValueOrDefault((target, name)) + 1;
        }
    }
}
