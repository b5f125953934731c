namespace SLScripting.Protocols;

/// <summary>What one protocol.xml says, as far as QActions are concerned.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Defaults">Initial values by parameter id.</param>
/// <param name="Startup">Parameters whose actions run once, when an element starts.</param>
internal sealed record ProtocolDefinition(
    string Path,
    string Name,
    string Version,
    IReadOnlyDictionary<int, string> Defaults,
    IReadOnlyList<QActionDefinition> QActions,
    IReadOnlyList<TimerDefinition> Timers,
    IReadOnlyList<int> Startup)
{
    /// <summary>The protocol as its users say it.</summary>
    public override string ToString() => $"{Name} {Version}";
}

/// <summary>Parameters whose actions run every so often.</summary>
/// <param name="Period">As the protocol has it; an element may poll faster or slower.</param>
internal sealed record TimerDefinition(int Id, TimeSpan Period, IReadOnlyList<int> Parameters);
