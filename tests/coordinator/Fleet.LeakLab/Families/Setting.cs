namespace Fleet.LeakLab.Families;

/// <summary>What sort of fleet a family plays in. Ranges are drawn from, both ends included.</summary>
internal sealed record Setting
{
    /// <summary>How long the fleet is looked at.</summary>
    public (double Low, double High) Days { get; init; } = (1, 12);

    /// <summary>Processes.</summary>
    public (int Low, int High) Targets { get; init; } = (4, 14);

    /// <summary>Protocols, all in all.</summary>
    public (int Low, int High) Protocols { get; init; } = (3, 7);

    /// <summary>Part of the processes that host the first protocol.</summary>
    public (double Low, double High) Share { get; init; } = (0.35, 0.65);

    /// <summary>Types beside those of protocols.</summary>
    public (int Low, int High) Framework { get; init; } = (20, 70);

    /// <summary>Rows of types in all, about; decides how often is looked.</summary>
    public double Rows { get; init; } = 700_000;

    /// <summary>Fewest and most looks at a process.</summary>
    public (int Low, int High) Looks { get; init; } = (300, 1500);

    /// <summary>Looks between two full collections, about.</summary>
    public (double Low, double High) FullEveryLooks { get; init; } = (0.5, 14);

    /// <summary>Mean hours between restarts; 0: hardly any.</summary>
    public (double Low, double High) RestartHours { get; init; } = (0, 0);

    /// <summary>Whether DataMiner protocols are hosted at all.</summary>
    public bool DataMiner { get; init; } = true;

    /// <summary>Address space of the processes; 0: as it comes.</summary>
    public int Bits { get; init; }

    /// <summary>Whether delivery is as bad as it gets.</summary>
    public bool BadDelivery { get; init; }

    /// <summary>Height of the daily wave.</summary>
    public (double Low, double High) Daily { get; init; } = (0.05, 0.35);
}
