using SLScripting.Elements;

namespace SLScripting.Configuration;

/// <summary>What the command line asks for.</summary>
internal sealed record HostOptions
{
    /// <summary>What DataMiner calls <c>C:\Skyline DataMiner</c>; holds <c>Logging</c> and <c>ProtocolScripts</c>.</summary>
    public required string DataMinerFolder { get; init; }

    /// <summary>Searched for protocol.xml files.</summary>
    public required string ProtocolFolder { get; init; }

    public required IReadOnlyList<ElementDefinition> Elements { get; init; }

    /// <summary>Which of a node's SLScripting processes this is, from 1.</summary>
    public int ScriptingId { get; init; } = 1;

    /// <summary>Columns of SLElementInProtocol.txt: 8, 11 or 12.</summary>
    public int LogColumns { get; init; } = 12;

    /// <summary>Process id to log for SLProtocol, which we have none of.</summary>
    public int ProtocolPid { get; init; }

    /// <summary>Whether DataMiner itself starts: the first process of a node says so.</summary>
    public bool DmaStart { get; init; }

    /// <summary>Ticks all timers that many times faster.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Time between two full collections in ms; 0 leaves them to the runtime.</summary>
    public int CollectEveryMs { get; init; } = 2000;

    /// <summary>End when standard input ends; its lines are commands.</summary>
    public bool ExitWithParent { get; init; }

    /// <summary>Ticks come from commands only.</summary>
    public bool Manual { get; init; }

    /// <summary>When above 0: that many ticks of every element, a report, the end.</summary>
    public int Ticks { get; init; }
}
