using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>Suspects of one cause, before it is known whether the cause is new.</summary>
internal sealed record Cluster
{
    /// <summary>What kind of memory grows.</summary>
    public required LeakKind Kind { get; init; }

    /// <summary>All of them, of every type and instance; at least one.</summary>
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>Name of the type to blame; null unless managed.</summary>
    public required string? Type { get; init; }

    /// <summary>True when that is a type of the program's own code, not one of .NET that it makes use of.</summary>
    public bool TypeIsOfProgram { get; init; }

    /// <summary>The program that leaks, by its process name; null where protocols may be to blame.</summary>
    public string? Program { get; init; }

    /// <summary>The protocol to blame; null where none can be named.</summary>
    public required string? Protocol { get; init; }

    /// <summary>Versions of it in which it leaks.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>The QAction to blame; null where none can be named.</summary>
    public string? QAction { get; init; }

    /// <summary>What parts it from other causes of its kind and protocol, see <see cref="CountedCauses.SubjectOf"/>.</summary>
    public string? Subject => CountedCauses.SubjectOf(Kind, QAction, Type, CountedCauses.CulpritOf(this));

    /// <summary>What the instances have in common.</summary>
    public required Explanation? ExplainedBy { get; init; }

    /// <summary>The instances it shows in.</summary>
    public IReadOnlySet<InstanceIdentity> Instances => Suspects.Select(suspect => suspect.Instance).ToHashSet();

    /// <summary>Of what there are ever more because of it: handles, objects that wait for their finalizer.</summary>
    public IReadOnlyList<Suspect> Companions { get; init; } = [];

    /// <summary>The suspects of the type to blame.</summary>
    public IEnumerable<Suspect> Leaders => Suspects.Where(suspect => suspect.Kind == Kind && suspect.Type?.Name == Type);

    /// <summary>All types it shows in, the fastest first.</summary>
    public IReadOnlyList<string> Types =>
        [.. Suspects
            .Where(suspect => suspect.Type is not null)
            .GroupBy(suspect => suspect.Type!.Value.Name)
            .OrderByDescending(type => type.Sum(suspect => suspect.BytesPerHour.Estimate))
            .ThenBy(type => type.Key, StringComparer.Ordinal)
            .Select(type => type.Key)];
}
