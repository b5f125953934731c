using System.ComponentModel.DataAnnotations;

namespace Fleet.Agent.Targets;

/// <summary>
/// Which processes are watched. Section <c>Targets</c>. A process is a target when its pid is listed, or when its name matches one of
/// <see cref="Names"/> and its command line one of <see cref="CommandLines"/>; an empty list asks for nothing. With all three empty,
/// targets are the processes named <c>SLScripting</c>.
/// </summary>
public sealed class TargetOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Targets";

    /// <summary>What is watched when nothing is configured.</summary>
    public const string DefaultName = "SLScripting";

    /// <summary>Process names without extension; <c>*</c> and <c>?</c> as wildcards, case ignored.</summary>
    public IList<string> Names { get; } = [];

    /// <summary>Process ids.</summary>
    public IList<int> Pids { get; } = [];

    /// <summary>Whole command lines; <c>*</c> and <c>?</c> as wildcards, case ignored.</summary>
    public IList<string> CommandLines { get; } = [];

    /// <summary>DataMiner's directory; empty: <c>C:\Skyline DataMiner</c> where it exists.</summary>
    public string DataMinerDirectory { get; set; } = "";

    /// <summary>How often processes are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:10:00")]
    public TimeSpan DiscoverEvery { get; set; } = TimeSpan.FromSeconds(3);
}
