using Fleet.Contracts.Heap;
using Fleet.Heap.Insights.Scan;
using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>Timers by what they call. Whatever kind of timer a program uses, the runtime's own stands behind it.</summary>
internal sealed class TimersInsight(HeapView view, Delegates delegates)
{
    private const int Never = -1;

    private readonly Dictionary<TypeKey, (long Count, long Active)> _targets = [];

    /// <summary>Who looks at timers; null when a type is none.</summary>
    public IObjectProbe? ProbeFor(TypeLayout type) =>
        type.Is("System.Threading.TimerQueueTimer") && type.Offset("_timerCallback", "m_timerCallback") is { } callback
        && type.Offset("_state", "m_state") is { } state && type.Offset("_dueTime", "m_dueTime") is { } due
            ? new Probe(this, view, delegates, callback, state, due)
            : null;

    public IReadOnlyList<TimerTarget> Report(int rows) =>
    [
        .. _targets.Select(row => new TimerTarget(row.Key.Name, row.Key.Module, row.Value.Count, row.Value.Active))
            .OrderByDescending(row => row.Count).ThenBy(row => row.Target, StringComparer.Ordinal).Take(rows),
    ];

    private sealed class Probe(TimersInsight insight, HeapView view, Delegates delegates, int callback, int state, int due) : IObjectProbe
    {
        public void See(in HeapObject found)
        {
            var target = delegates.Target(view.PointerIn(found.Bytes, callback)) ?? Delegates.Static;
            // A lambda says nothing; what it works on does.
            if ((target == Delegates.Static || target.Name.Contains("+<", StringComparison.Ordinal)) && delegates.TypeAt(view.PointerIn(found.Bytes, state)) is { } worksOn)
                target = worksOn;

            var (count, active) = insight._targets.GetValueOrDefault(target);
            insight._targets[target] = (count + 1, active + (HeapView.Int32In(found.Bytes, due) == Never ? 0 : 1));
        }
    }
}
