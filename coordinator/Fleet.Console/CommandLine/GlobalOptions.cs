using System.CommandLine;

namespace Fleet.Console.CommandLine;

/// <summary>Options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Coordinator { get; } = new("--coordinator")
    {
        Description = "Where the coordinator answers. Else FLEET_COORDINATOR, the configuration file, http://127.0.0.1:7070.",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "One JSON document on standard output and nothing else there.",
        Recursive = true,
    };
}
