namespace Fleet.LeakLab.Plans;

/// <summary>A process that is watched, through all of its runs.</summary>
internal sealed class TargetPlan
{
    public required int Index { get; init; }

    public required string Node { get; set; }

    public string ProcessName { get; set; } = "SLScripting";

    public int Bits { get; set; } = 32;

    /// <summary>Bytes of private memory at which it dies; 0: none known.</summary>
    public long LimitBytes { get; set; } = 4L << 30;

    /// <summary>Part of the limit at which the address space is too fragmented to go on.</summary>
    public double DiesAt { get; set; } = 0.985;

    /// <summary>What it hosts and when.</summary>
    public List<Hosting> Hostings { get; } = [];

    /// <summary>Types that no protocol owns.</summary>
    public List<BaseType> Types { get; } = [];

    public CollectorPlan Collector { get; set; } = new();

    /// <summary>Bytes beside the heap.</summary>
    public double NativeBytes { get; set; } = 60e6;

    /// <summary>Holes between objects, as a part of the objects.</summary>
    public double FreeShare { get; set; } = 0.06;

    /// <summary>How long the first run had lived when the fleet was first looked at, in hours.</summary>
    public double AgeHours { get; set; } = 1;

    /// <summary>Whether the operating system happens to give a new run the pid of the last one.</summary>
    public bool ReusesPid { get; set; }

    /// <summary>Mean hours between restarts; 0: it is not restarted.</summary>
    public double RestartEveryHours { get; set; }

    /// <summary>Restarts that are planned, in hours since the fleet's start, ascending.</summary>
    public List<double> Restarts { get; } = [];

    /// <summary>Hours since the fleet's start from when on, and until when, it is there at all.</summary>
    public (double From, double Until) Lives { get; set; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether it hosts a protocol at any time, in this version if one is given.</summary>
    public bool Hosts(ProtocolPlan protocol, string? version = null) =>
        Hostings.Exists(hosting => hosting.Protocol == protocol && (version is null || hosting.Version == version));
}

/// <summary>One version of a protocol in one process.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Version">Its version.</param>
/// <param name="Elements">How many elements at an hour since the fleet's start.</param>
/// <param name="FromHours">When it was loaded.</param>
/// <param name="UntilHours">When another version took its place.</param>
internal sealed record Hosting(
    ProtocolPlan Protocol,
    string Version,
    Func<double, double> Elements,
    double FromHours = double.NegativeInfinity,
    double UntilHours = double.PositiveInfinity)
{
    /// <summary>Elements now, 0 when it is not the version in use.</summary>
    public double ElementsAt(double hours) => hours >= FromHours && hours < UntilHours ? Elements(hours) : 0;
}

/// <summary>How the collector of one process works.</summary>
internal sealed record CollectorPlan
{
    /// <summary>Bytes allocated between two collections of gen 0.</summary>
    public double Gen0Bytes { get; init; } = 24e6;

    /// <summary>Bytes allocated an hour at a load of 1.</summary>
    public double AllocatedPerHour { get; init; } = 20e9;

    /// <summary>Mean hours between full collections at a load of 1.</summary>
    public double FullEveryHours { get; init; } = 2;

    /// <summary>From when on another mode works, with these factors on the hours between full collections and on gen 0.</summary>
    public double ModeChangeHours { get; init; } = double.PositiveInfinity;

    public double ModeChangeFactor { get; init; } = 1;

    /// <summary>The factor now.</summary>
    public double FactorAt(double hours) => hours < ModeChangeHours ? 1 : ModeChangeFactor;
}
