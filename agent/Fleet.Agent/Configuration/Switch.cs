namespace Fleet.Agent.Configuration;

/// <summary>A switch of the command line with a name of its own.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Key">The setting.</param>
/// <param name="Value">What its value is called in the help.</param>
/// <param name="Help">One line.</param>
/// <param name="Repeatable">Each use adds an item to a list.</param>
/// <param name="IsDuration">Short forms such as <c>5m</c> are read.</param>
internal sealed record Switch(string Name, string Key, string Value, string Help, bool Repeatable = false, bool IsDuration = false)
{
    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Switch> All { get; } =
    [
        new("--coordinator", "Uplink:Coordinator", "URL", "where the coordinator listens (default http://127.0.0.1:7070)"),
        new("--node-name", "Node:Name", "NAME", "what people call this node (default: the machine's name)"),
        new("--node-id", "Node:Id", "ID", "identity of this node (default: made from the machine's identity and --node-name)"),
        new("--data-dir", "Node:DataDirectory", "DIR", "where identity, spool, journal and dumps are kept"),
        new("--process", "Targets:Names", "PATTERN", "process name to watch, * and ? are wildcards; repeatable (default SLScripting)", Repeatable: true),
        new("--pid", "Targets:Pids", "PID", "process to watch; repeatable", Repeatable: true),
        new("--command-line", "Targets:CommandLines", "PATTERN", "watch processes with such a command line, of any name unless --process names it; repeatable", Repeatable: true),
        new("--dataminer-dir", "Targets:DataMinerDirectory", "DIR", "DataMiner's directory (default C:\\Skyline DataMiner)"),
        new("--look-every", "Looks:Interval", "TIME", "time between two looks at a heap, 5m or 00:05:00 (default 5m)", IsDuration: true),
    ];
}
