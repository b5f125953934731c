using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>When instances reach their limits, if all that grows in them goes on as it does.</summary>
internal sealed class Forecast(IReadOnlyList<Suspect> suspects, Census census)
{
    private const double LongestHours = 24 * 365 * 10;

    private readonly ILookup<InstanceIdentity, Suspect> _suspects = suspects.ToLookup(suspect => suspect.Instance);

    /// <summary>The first of the instances to reach its limit; null when none has a known one.</summary>
    public TimeToLimit? First(IEnumerable<InstanceIdentity> instances) =>
        instances.Select(Of).Where(time => time is not null).MinBy(time => time!.Hours.Estimate);

    private TimeToLimit? Of(InstanceIdentity instance)
    {
        if (census.Find(instance) is not { Memory: { LimitBytes: > 0, PrivateBytes: > 0 } memory })
            return null;

        // Everything that grows there counts, whatever its cause.
        var rate = Sum(_suspects[instance].Select(suspect => suspect.BytesPerHour));
        var room = Math.Max(0, memory.LimitBytes - memory.PrivateBytes);
        return rate.Estimate <= 0
            ? null
            : new TimeToLimit(instance, new Interval(Hours(room, rate.Estimate), Hours(room, rate.High), Hours(room, rate.Low)), memory.LimitBytes);
    }

    /// <summary>Sum of what grows in one instance: types that grow together err together, so their errors add up.</summary>
    public static Interval Sum(IEnumerable<Interval> intervals) =>
        intervals.Aggregate(default(Interval), (sum, one) => new Interval(sum.Estimate + one.Estimate, sum.Low + one.Low, sum.High + one.High));

    /// <summary>Sum over instances, whose errors are each their own.</summary>
    public static Interval SumOfIndependent(IReadOnlyList<Interval> intervals)
    {
        var estimate = intervals.Sum(one => one.Estimate);
        var below = Math.Sqrt(intervals.Sum(one => Math.Pow(one.Estimate - one.Low, 2)));
        var above = Math.Sqrt(intervals.Sum(one => Math.Pow(one.High - one.Estimate, 2)));
        return new Interval(estimate, estimate - below, estimate + above);
    }

    private static double Hours(double room, double rate) => rate <= 0 ? LongestHours : Math.Min(LongestHours, room / rate);
}
