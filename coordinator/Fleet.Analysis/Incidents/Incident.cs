using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>One leak in the fleet: one cause, all the instances and types that it shows up in. Immutable; replaced whole.</summary>
public sealed record Incident
{
    /// <summary>Stable over time and over restarts of the coordinator: derived from the cause.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it stands.</summary>
    public required IncidentState State { get; init; }

    /// <summary>What kind of memory grows.</summary>
    public required LeakKind Kind { get; init; }

    /// <summary>The type to blame; null unless managed.</summary>
    public required string? Type { get; init; }

    /// <summary>Its module, normalised; null unless managed.</summary>
    public required string? Module { get; init; }

    /// <summary>The program that leaks, by its process name; null where protocols may be to blame.</summary>
    public string? Program { get; init; }

    /// <summary>The protocol to blame; null where none can be named.</summary>
    public required string? Protocol { get; init; }

    /// <summary>Its leaking versions.</summary>
    public required IReadOnlyList<string> ProtocolVersions { get; init; }

    /// <summary>The QAction to blame; null where none can be named.</summary>
    public required string? QAction { get; init; }

    /// <summary>Types that grow with it, most bytes first.</summary>
    public required IReadOnlyList<string> RelatedTypes { get; init; }

    /// <summary>Where it shows, fastest first.</summary>
    public required IReadOnlyList<AffectedInstance> Instances { get; init; }

    /// <summary>How fast, over all instances together; 0 where only things are counted.</summary>
    public required Interval BytesPerHour { get; init; }

    /// <summary>How many more there are every hour, over all instances together, for kinds that are counted (<see cref="CountedKinds"/>); else 0.</summary>
    public Interval PerHour { get; init; }

    /// <summary>Which of the things that are counted there are ever more of; null for other kinds, and where none stands out.</summary>
    public string? Culprit { get; init; }

    /// <summary>The instance that reaches its limit first; null when none has a known limit.</summary>
    public required TimeToLimit? TimeToLimit { get; init; }

    /// <summary>What the suspects have in common against the healthy rest.</summary>
    public required Explanation? ExplainedBy { get; init; }

    /// <summary>UTC, by the data's clock.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>UTC, by the data's clock.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was withdrawn or resolved; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why it was withdrawn or resolved; null while open.</summary>
    public string? ClosedReason { get; init; }

    /// <summary>Id of the one that is about the same, for which it was closed; null for any other.</summary>
    public string? FoldedInto { get; init; }

    /// <summary>For how long the process that was watched longest had been watched when it was detected.</summary>
    public TimeSpan WatchedBefore { get; init; }

    /// <summary>What parts it from others of its kind and protocol, see <see cref="CountedCauses.SubjectOf"/>.</summary>
    internal string? Subject => CountedCauses.SubjectOf(Kind, QAction, Type, Culprit);

    /// <summary>0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The numbers behind the verdict, a line each, for a person.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }
}

/// <summary>Whether an incident stands.</summary>
public enum IncidentState
{
    /// <summary>It stands.</summary>
    Open,

    /// <summary>It was wrong: the growth stopped by itself.</summary>
    Withdrawn,

    /// <summary>It was right, and is gone.</summary>
    Resolved,
}

/// <summary>An instance that an incident shows in.</summary>
public sealed record AffectedInstance(InstanceIdentity Instance, Interval BytesPerHour, long Count, long Bytes)
{
    /// <summary>How many more there are every hour, for kinds that are counted; else 0.</summary>
    public Interval PerHour { get; init; }
}

/// <summary>When an instance reaches its limit, from its newest summary on.</summary>
public sealed record TimeToLimit(InstanceIdentity Instance, Interval Hours, long LimitBytes);

/// <summary>What suspects have in common (see the replay format).</summary>
public sealed record Explanation(
    string Attribute,
    string Value,
    int LeakingWith,
    int With,
    int LeakingWithout,
    int Without,
    double PValue,
    IReadOnlyList<string> Candidates);
