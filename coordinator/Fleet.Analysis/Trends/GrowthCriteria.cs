namespace Fleet.Analysis.Trends;

/// <summary>How much growth a series must show. The significance of it is judged besides.</summary>
internal sealed record GrowthCriteria
{
    /// <summary>Fewest bins.</summary>
    public required int Bins { get; init; }

    /// <summary>Least growth over the window, in bytes.</summary>
    public required double Bytes { get; init; }

    /// <summary>Least growth over the window, in parts of the level.</summary>
    public required double PartOfLevel { get; init; }

    /// <summary>Least speed, in bytes per hour.</summary>
    public required double BytesPerHour { get; init; }

    /// <summary>True when growth must have outlived a full collection: garbage grows, too, until one comes.</summary>
    public required bool OutlivesFullCollection { get; init; }
}
