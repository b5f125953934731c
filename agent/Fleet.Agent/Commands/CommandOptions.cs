using System.ComponentModel.DataAnnotations;

namespace Fleet.Agent.Commands;

/// <summary>How long the agent remembers commands. Section <c>Commands</c>.</summary>
public sealed class CommandOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Commands";

    /// <summary>Finished commands that are remembered, so that one delivered again is answered and not done again.</summary>
    [Range(10, 100_000)]
    public int KeepFinished { get; set; } = 1000;

    /// <summary>Commands that may be under way; more are refused.</summary>
    [Range(1, 10_000)]
    public int MaxUnfinished { get; set; } = 256;
}
