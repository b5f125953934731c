using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Growth;

/// <summary>Something that grows in some processes of a fleet, guilty or innocent.</summary>
internal sealed class GrowthPlan
{
    /// <summary>Unique within the fleet.</summary>
    public required string Id { get; init; }

    /// <summary>In words, for the truth file.</summary>
    public required string What { get; init; }

    /// <summary>Null for innocent growth.</summary>
    public LeakLabel? Leak { get; init; }

    /// <summary>The protocol that owns it; null for what the process itself does.</summary>
    public ProtocolPlan? Protocol { get; init; }

    /// <summary>Versions of the protocol that do it.</summary>
    public Func<string, bool> OnVersion { get; init; } = _ => true;

    /// <summary>Processes that do it.</summary>
    public Func<TargetPlan, bool> OnTarget { get; init; } = _ => true;

    /// <summary>How it goes in one run; hours are since the fleet's start.</summary>
    public required Func<RunContext, IPath> Path { get; init; }

    /// <summary>The types it shows up in; empty for native memory and holes.</summary>
    public IReadOnlyList<Part> Parts { get; init; } = [];

    /// <summary>Bytes beside the heap per entry.</summary>
    public double NativeBytes { get; init; }

    /// <summary>Bytes of holes between objects per entry.</summary>
    public double FreeBytes { get; init; }
}

/// <summary>What is true of a leak, beyond what the simulation measures.</summary>
/// <param name="Kind"><c>managed</c>, <c>native</c> or <c>fragmentation</c>.</param>
/// <param name="OtherKinds">Kinds that are no mistake either.</param>
/// <param name="Heads">The types by which it may be called: those of its owner, or all when nobody owns them.</param>
/// <param name="QAction">Number of the QAction, if the modules tell it.</param>
/// <param name="OwnModule">Whether a module of its types names the protocol and the version.</param>
/// <param name="CauseAttribute"><c>protocol</c>, <c>protocolVersion</c>, <c>node</c> or <c>instance</c>.</param>
internal sealed record LeakLabel(
    string Kind,
    IReadOnlyList<TypeName> Heads,
    string? QAction,
    bool OwnModule,
    string CauseAttribute,
    IReadOnlyList<string>? OtherKinds = null);

/// <summary>Where a path begins.</summary>
/// <param name="Target">The process.</param>
/// <param name="Version">Of the protocol, or null.</param>
/// <param name="Run">How many runs of this process there were before.</param>
/// <param name="StartHours">When the run, or the version in it, began.</param>
/// <param name="Random">The run's randomness.</param>
internal sealed record RunContext(TargetPlan Target, string? Version, int Run, double StartHours, RandomStream Random);
