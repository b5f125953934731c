using System.ComponentModel.DataAnnotations;

namespace Fleet.Agent.Spool;

/// <summary>How much the agent keeps for a coordinator that is not there. Section <c>Spool</c>.</summary>
public sealed class SpoolOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Spool";

    /// <summary>Where; empty: <c>spool</c> in the agent's data directory.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Most bytes on disk; beyond, the oldest summaries are given up.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaximumBytes { get; set; } = 256L << 20;

    /// <summary>Summaries older than this are given up.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromDays(7);
}
