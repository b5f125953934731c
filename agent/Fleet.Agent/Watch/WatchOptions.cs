using System.ComponentModel.DataAnnotations;

namespace Fleet.Agent.Watch;

/// <summary>How targets are watched between looks. Section <c>Watch</c>.</summary>
public sealed class WatchOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Watch";

    /// <summary>How often memory figures are taken.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes at which a target is taken to die, where neither its container nor its address space is smaller; 0: not known.</summary>
    [Range(0, long.MaxValue)]
    public long LimitBytes { get; set; }

    /// <summary>Collection counts and heap size by the runtime's own counters, over the diagnostics port.</summary>
    public bool RuntimeCounters { get; set; } = true;
}
