using System.Text.Json.Serialization;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Trends;

/// <summary>What one instance contributes to the fleet's census: the healthy count as much as the suspect.</summary>
public sealed record InstanceStanding
{
    /// <summary>Who.</summary>
    public required InstanceIdentity Instance { get; init; }

    /// <summary>Name of the process: with the node it is the target, over restarts.</summary>
    public required string ProcessName { get; init; }

    /// <summary>What it hosts.</summary>
    public required IReadOnlyList<HostedProtocol> Protocols { get; init; }

    /// <summary>What it hosted before, oldest first.</summary>
    public IReadOnlyList<HostedBefore> Before { get; init; } = [];

    /// <summary>Newest memory figures.</summary>
    public required MemorySample Memory { get; init; }

    /// <summary>First and newest summary, UTC, and how many there were.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Newest summary, UTC.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Summaries so far.</summary>
    public required long Summaries { get; init; }

    /// <summary>Mean time from one summary to the next; zero when there was only one.</summary>
    [JsonIgnore]
    public TimeSpan LookInterval => Summaries > 1 ? (LastSeen - FirstSeen) / (Summaries - 1) : TimeSpan.Zero;

    /// <summary>True once enough was seen after warm-up that silence means health.</summary>
    public required bool Judged { get; init; }

    /// <summary>True when it is known to have ended; a run that merely fell silent is told by its rhythm.</summary>
    public bool Ended { get; init; }

    /// <summary>What its largest types take when they are warm; empty for a run that is too young to tell.</summary>
    public IReadOnlyList<SettledLevel> Settled { get; init; } = [];

    /// <summary>How its private bytes grow; null unless something in it is found growing.</summary>
    public PrivateGrowth? PrivateGrowth { get; init; }
}
