using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>
/// What is counted and what is measured in bytes, put together where they are one cause: assemblies bring along what they take; handles, and
/// objects that wait for their finalizer, come along with what leaks.
/// </summary>
internal static class CountedShadows
{
    private const double SameInstances = 0.6;

    // Code, types and statics of one assembly take far less; what takes more leaks besides.
    private const double MostBytesOfAssembly = 2 << 20;

    /// <summary>All causes, those that are counted too.</summary>
    /// <param name="causes">Causes in bytes.</param>
    /// <param name="counted">Gives the causes of a kind that is counted.</param>
    public static IReadOnlyList<Cluster> Fold(IReadOnlyList<Cluster> causes, Func<LeakKind, IReadOnlyList<Cluster>> counted)
    {
        var standing = causes.ToList();
        foreach (var assemblies in counted(LeakKind.Assemblies))
        {
            var taken = standing.Where(cause => IsTakenBy(cause, assemblies)).ToList();
            standing.RemoveAll(taken.Contains);
            standing.Add(assemblies with { Suspects = [.. assemblies.Suspects, .. taken.SelectMany(cause => cause.Suspects)] });
        }

        foreach (var kind in (LeakKind[])[LeakKind.Finalizers, LeakKind.Handles])
        {
            foreach (var cluster in counted(kind))
            {
                if (CauseOf(cluster, standing) is >= 0 and var at)
                    standing[at] = standing[at] with { Companions = [.. standing[at].Companions, .. cluster.Suspects] };
                else
                    standing.Add(cluster);
            }
        }

        return standing;
    }

    private static bool IsTakenBy(Cluster cause, Cluster assemblies) =>
        cause.QAction is null
        && IsOfOneProtocol(cause, assemblies)
        && Common(cause, assemblies) >= SameInstances * cause.Instances.Count
        && cause.Suspects.Sum(suspect => suspect.BytesPerHour.Estimate) <= MostBytesOfAssembly * CountedCauses.PerHour(assemblies, assemblies.Suspects).Estimate;

    // Objects explain them before memory beside the heap does.
    private static int CauseOf(Cluster cluster, List<Cluster> standing) => standing
        .Select((cause, at) => (Cause: cause, At: at, Common: Common(cluster, cause)))
        .Where(pair => pair.Common >= SameInstances * cluster.Instances.Count && IsOfOneProtocol(pair.Cause, cluster) && pair.Cause.Kind != cluster.Kind)
        .OrderBy(pair => pair.Cause.Kind)
        .ThenByDescending(pair => pair.Common)
        .Select(pair => pair.At)
        .FirstOrDefault(-1);

    private static bool IsOfOneProtocol(Cluster one, Cluster other) => one.Protocol is null || other.Protocol is null || one.Protocol == other.Protocol;

    private static int Common(Cluster one, Cluster other)
    {
        IReadOnlySet<InstanceIdentity> instances = other.Instances;
        return one.Instances.Count(instances.Contains);
    }
}
