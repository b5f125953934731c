using SLScripting.Protocols;

namespace SLScripting.Elements;

/// <summary>
/// When an element's timers fire, counted in ticks of the fastest one: the same number of ticks does the same work, however long it takes.
/// </summary>
internal sealed class ElementSchedule
{
    private readonly List<(int Every, IReadOnlyList<int> Parameters)> _timers;

    /// <param name="periodMs">Replaces the period of the fastest timer, the others keep their proportion; 0 leaves them as they are.</param>
    /// <param name="speed">Ticks that many times faster.</param>
    public ElementSchedule(ProtocolDefinition protocol, int periodMs, double speed)
    {
        var fastest = protocol.Timers.Count > 0 ? protocol.Timers.Min(timer => timer.Period) : TimeSpan.FromSeconds(1);
        _timers = [.. protocol.Timers.Select(timer => (Math.Max(1, (int)Math.Round(timer.Period / fastest)), timer.Parameters))];
        var period = (periodMs > 0 ? TimeSpan.FromMilliseconds(periodMs) : fastest) / speed;
        Period = period < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : period;
    }

    /// <summary>Between two ticks.</summary>
    public TimeSpan Period { get; }

    /// <summary>The parameters whose actions run at a tick.</summary>
    /// <param name="tick">Counted from 1.</param>
    public IEnumerable<int> Due(long tick) => _timers.Where(timer => tick % timer.Every == 0).SelectMany(timer => timer.Parameters);
}
