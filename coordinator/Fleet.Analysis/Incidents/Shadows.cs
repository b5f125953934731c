using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>
/// Growth of one kind that comes with a cause of another: objects that leak bring holes, books and native companions along, and what leaks
/// beside the heap has its handles and assemblies in it.
/// </summary>
internal static class Shadows
{
    private const double SameInstances = 0.6;
    private const double MuchOfTheRate = 0.3;
    private const double MuchBesideObjects = 6;
    private const double VeryMuchBesideObjects = 30;
    private const double MostOfThem = 0.75;
    private const int LeastToCompare = 3;
    private const double LikeRatios = 2;
    private const double LikeRates = 0.8;

    /// <summary>All causes without those that only come with another.</summary>
    /// <param name="managed">Causes on the heap.</param>
    /// <param name="others">Causes beside it, and holes.</param>
    public static IReadOnlyList<Cluster> Fold(IReadOnlyList<Cluster> managed, IReadOnlyList<Cluster> others)
    {
        var own = others.Where(other => !managed.Any(cause => IsCompanion(other, cause))).ToList();
        var standing = new List<Cluster>();
        foreach (var cause in managed)
        {
            if (own.FindIndex(other => IsTrace(cause, other)) is >= 0 and var at)
                own[at] = own[at] with { Suspects = [.. own[at].Suspects, .. cause.Suspects] };
            else
                standing.Add(cause);
        }

        return [.. standing, .. own];
    }

    private static bool IsCompanion(Cluster other, Cluster managed)
    {
        var (instances, of) = (other.Instances, managed.Instances);
        if (other.Program != managed.Program || (other.Kind == LeakKind.Native && IsOfItself(other, managed)))
            return false;

        var common = instances.Count(of.Contains);
        // An owner by name in every one of the instances is explanation enough.
        return (common == instances.Count && managed.QAction is not null)
            || (common >= SameInstances * instances.Count
                && (common >= SameInstances * of.Count || RateIn(managed, instances) >= MuchOfTheRate * RateIn(other, instances)));
    }

    // Objects hold about as much beside the heap as in it, or if more, then the same everywhere. Small ones that grow beside very much are
    // wrappers of it, or came with code.
    private static bool IsOfItself(Cluster other, Cluster managed)
    {
        var common = other.Instances.Where(managed.Instances.Contains).ToHashSet();
        var beside = RateIn(other, common) / RateIn(managed, common);
        if (!(beside > MuchBesideObjects) || IsCode(managed))
            return false;
        // It grows only in some of the processes in which the objects do.
        if (common.Count < MostOfThem * managed.Instances.Count)
            return true;

        var (native, objects) = (RatesOf(other), RatesOf(managed));
        var rates = common.Select(instance => objects[instance]).ToList();
        var ratios = common.Select(instance => native[instance] / objects[instance]).ToList();
        return ratios.Count < LeastToCompare ? beside <= VeryMuchBesideObjects : Spread(ratios) > Math.Max(LikeRatios, LikeRates * Spread(rates));
    }

    // Code that is compiled again brings what reflection keeps of each of its types.
    private static bool IsCode(Cluster cluster) => cluster.Types.Contains("System.RuntimeType", StringComparer.Ordinal);

    private static double Spread(List<double> values) => values.Max() / values.Min();

    private static Dictionary<InstanceIdentity, double> RatesOf(Cluster cluster) =>
        cluster.Suspects.GroupBy(suspect => suspect.Instance).ToDictionary(own => own.Key, own => own.Sum(suspect => suspect.BytesPerHour.Estimate));

    // Objects that could be anybody's, few beside what a protocol takes from the system in the same processes.
    private static bool IsTrace(Cluster managed, Cluster other)
    {
        var instances = managed.Instances;
        return managed.Protocol is null
            && other.Protocol is not null
            && instances.IsSubsetOf(other.Instances)
            && RateIn(managed, instances) <= RateIn(other, instances);
    }

    private static double RateIn(Cluster cluster, IReadOnlySet<InstanceIdentity> instances) =>
        cluster.Suspects.Where(suspect => instances.Contains(suspect.Instance)).Sum(suspect => suspect.BytesPerHour.Estimate);
}
