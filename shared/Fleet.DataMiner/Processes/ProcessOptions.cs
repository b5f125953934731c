namespace Fleet.DataMiner.Processes;

/// <summary>How a DataMiner agent spreads its elements over processes, as <c>DataMiner.xml</c> configures it.</summary>
public sealed record ProcessOptions
{
    /// <summary>SLProtocol processes; null where the file does not say: DataMiner's default applies.</summary>
    public ProcessPolicy? ProtocolProcesses { get; init; }

    /// <summary>SLScripting processes; null where the file does not say: DataMiner's default applies.</summary>
    public ProcessPolicy? ScriptingProcesses { get; init; }

    /// <summary>Protocols that have processes of their own, in the file's order.</summary>
    public IReadOnlyList<string> SeparateProtocols { get; init; } = [];

    /// <summary>True when the protocol does not share its processes with others.</summary>
    public bool IsSeparate(string protocol) => SeparateProtocols.Contains(protocol, StringComparer.OrdinalIgnoreCase);
}

/// <summary>How many processes of a kind there are.</summary>
/// <param name="Kind">What decides.</param>
/// <param name="Count">Processes when <see cref="ProcessPolicyKind.Count"/>, else 0.</param>
public readonly record struct ProcessPolicy(ProcessPolicyKind Kind, int Count);

/// <summary>What decides how many processes of a kind there are.</summary>
public enum ProcessPolicyKind
{
    /// <summary>A number.</summary>
    Count,

    /// <summary>One per protocol (<c>protocol</c>).</summary>
    PerProtocol,

    /// <summary>One, run as a service (<c>[Service]</c>).</summary>
    Service,
}
