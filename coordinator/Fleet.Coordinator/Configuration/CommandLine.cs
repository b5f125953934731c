namespace Fleet.Coordinator.Configuration;

/// <summary>What the arguments say: settings by their configuration key, and what else was wished.</summary>
internal sealed class CommandLine
{
    private static readonly Dictionary<string, string> ShortForms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--listen"] = "Listen",
        ["--http"] = "Http",
        ["--data-dir"] = "DataDir",
    };

    private CommandLine()
    {
    }

    public const string Usage = """
        fleet-coordinator: keeps what agents report, finds leaks in it, and answers the fleet console.

        fleet-coordinator [--listen URL] [--http URL] [--data-dir PATH] [--config FILE] [--Section:Key VALUE ...]
          --listen URL       gRPC for agents and consoles      (default http://127.0.0.1:7070)
          --http URL         JSON, health and metrics          (default http://127.0.0.1:7080)
          --data-dir PATH    database and dumps                (default /var/lib/fleet-coordinator, else the user's)
          --config FILE      settings as JSON                  (default fleet-coordinator.json beside the executable, where there is one)
          --Section:Key VALUE  any setting, for example --Analysis:WarmUp 00:10:00; also by environment: FLEET_COORDINATOR_Analysis__WarmUp
          --show-config      print every setting and where it comes from
          --version, --help
        """;

    public Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string? ConfigurationFile { get; private set; }

    public bool Help { get; private set; }

    public bool Version { get; private set; }

    public bool ShowConfiguration { get; private set; }

    public List<string> Errors { get; } = [];

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            switch (name)
            {
                case "--help" or "-h" or "-?":
                    line.Help = true;
                    continue;
                case "--version":
                    line.Version = true;
                    continue;
                case "--show-config":
                    line.ShowConfiguration = true;
                    continue;
            }

            var key = ShortForms.GetValueOrDefault(name);
            if (key is null && name != "--config" && !(name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal)))
            {
                line.Errors.Add($"{arguments[i]}: unknown argument; see --help.");
                continue;
            }

            value ??= i + 1 < arguments.Count ? arguments[++i] : null;
            if (value is null)
                line.Errors.Add($"{name}: a value is missing after it.");
            else if (name == "--config")
                line.ConfigurationFile = value;
            else
                line.Settings[key ?? name[2..]] = value;
        }

        return line;
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var at = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return at < 0 ? (argument, null) : (argument[..at], argument[(at + 1)..]);
    }
}
