using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Trends;

/// <summary>A trend that says "leak" by itself.</summary>
public sealed record Suspect
{
    /// <summary>Where.</summary>
    public required InstanceIdentity Instance { get; init; }

    /// <summary>What kind of memory grows, or of what there are ever more.</summary>
    public required LeakKind Kind { get; init; }

    /// <summary>What grows; null unless managed.</summary>
    public required TypeKey? Type { get; init; }

    /// <summary>Module of the QAction whose types the type is an array or a generic type of, or that a culprit belongs to; null where none is known.</summary>
    public string? OwnerModule { get; init; }

    /// <summary>How fast; 0 for kinds that are counted (<see cref="CountedKinds"/>), whose bytes are not known.</summary>
    public required Interval BytesPerHour { get; init; }

    /// <summary>How many more there are every hour, for kinds that are counted; else 0.</summary>
    public Interval PerHour { get; init; }

    /// <summary>Which of the things that are counted grew most; null for other kinds, and where none stands out.</summary>
    public Culprit? Culprit { get; init; }

    /// <summary>Probability of such growth by chance, after correction for autocorrelation, before correction for multiplicity.</summary>
    public required double PValue { get; init; }

    /// <summary>Objects at the newest summary, or things that are counted; 0 for native memory and holes.</summary>
    public required long Count { get; init; }

    /// <summary>Bytes at the newest summary.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of them that outlived a collection; those of the newest summary for kinds that are not managed.</summary>
    public long Survivors { get; init; }

    /// <summary>Summary with which the trend became suspect, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>True when it grows clearly more slowly than it did, as what fills or warms up does; other instances may tell that it leaks.</summary>
    public bool Slowing { get; init; }

    /// <summary>
    /// True when it stands by itself, with all that is tested in the instance taken into account. Else it is a hint, which becomes worth
    /// something when other instances suspect the same.
    /// </summary>
    public bool Established { get; init; } = true;
}

/// <summary>What kind of memory grows.</summary>
public enum LeakKind
{
    /// <summary>Objects on the managed heap.</summary>
    Managed,

    /// <summary>Private bytes, while the managed heap does not.</summary>
    Native,

    /// <summary>Managed bytes, while the objects' bytes do not.</summary>
    Fragmentation,

    /// <summary>Assemblies of a name that is loaded already: code that is compiled again and again.</summary>
    Assemblies,

    /// <summary>Handles of the collector.</summary>
    Handles,

    /// <summary>Objects that wait for their finalizer.</summary>
    Finalizers,
}

/// <summary>One name of what is counted: an assembly, a kind of handles, a type with finalizers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many there are at the newest summary.</param>
public sealed record Culprit(string Name, long Count);

/// <summary>An estimate with its 95 % interval.</summary>
public readonly record struct Interval(double Estimate, double Low, double High);
