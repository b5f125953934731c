using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Plans;

/// <summary>All that is to happen in a fleet; together with the seed it decides every byte of the file.</summary>
internal sealed class FleetPlan
{
    public required string Name { get; init; }

    public required string Family { get; init; }

    /// <summary>Split it is made for, and whether nobody may tune against its family.</summary>
    public required string Split { get; init; }

    /// <inheritdoc cref="Split"/>
    public required bool Unseen { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Start { get; init; }

    /// <summary>How long it is looked at.</summary>
    public required double Hours { get; init; }

    public LoadPlan Load { get; } = new();

    public LookPlan Looks { get; } = new();

    public List<ProtocolPlan> Protocols { get; } = [];

    public List<TargetPlan> Targets { get; } = [];

    public List<GrowthPlan> Growths { get; } = [];

    /// <summary>A moment as a date.</summary>
    public DateTime At(double hours) => Start.AddHours(hours);
}
