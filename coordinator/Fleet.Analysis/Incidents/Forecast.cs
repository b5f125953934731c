using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Incidents;

/// <summary>When instances reach their limits, if all that grows in them goes on as it does.</summary>
internal sealed class Forecast(IReadOnlyList<Suspect> suspects, Census census)
{
    private const double LongestHours = 24 * 365 * 10;
    private const double ClearWidth = 0.6;
    private const double MostHidden = 3;
    private const double LineError = 0.4;
    private const double NinetyOf95 = 1.645 / 1.96;

    private readonly ILookup<InstanceIdentity, Suspect> _suspects = suspects.ToLookup(suspect => suspect.Instance);

    /// <summary>The first of the instances to reach its limit; null when none has a known one.</summary>
    public TimeToLimit? First(IEnumerable<InstanceIdentity> instances) =>
        instances.Select(Of).Where(time => time is not null).MinBy(time => time!.Hours.Estimate);

    private TimeToLimit? Of(InstanceIdentity instance)
    {
        if (census.Find(instance) is not { Memory: { LimitBytes: > 0, PrivateBytes: > 0 } memory })
            return null;

        // Everything that grows there counts, whatever its cause; private bytes show it whole, if they show it clearly.
        var rate = Sum(_suspects[instance].Select(suspect => suspect.BytesPerHour));
        double level = memory.PrivateBytes;
        if (ClearGrowth(instance) is { } growth)
            (rate, level) = (growth.BytesPerHour, growth.Bytes);

        rate = Honest(rate);
        var room = Math.Max(0, memory.LimitBytes - level);
        return rate.Estimate <= 0
            ? null
            : new TimeToLimit(instance, new Interval(Hours(room, rate.Estimate), Hours(room, rate.High), Hours(room, rate.Low)), memory.LimitBytes);
    }

    /// <summary>
    /// How fast one cause grows in an instance. What its types show is rarely all: strings and arrays drown in the noise of all others. When
    /// nothing else grows there, private bytes tell the whole.
    /// </summary>
    /// <param name="instance">Where.</param>
    /// <param name="shown">What the types show.</param>
    /// <param name="alone">True when no other cause is known there.</param>
    public Interval RateOf(InstanceIdentity instance, Interval shown, bool alone) =>
        Honest(alone && ClearGrowth(instance) is { } growth && growth.BytesPerHour.Estimate > shown.Estimate && growth.BytesPerHour.Estimate < MostHidden * shown.Estimate
            ? growth.BytesPerHour
            : shown);

    private PrivateGrowth? ClearGrowth(InstanceIdentity instance) =>
        census.Find(instance)?.PrivateGrowth is { BytesPerHour: { Low: > 0 } rate } growth && rate.High - rate.Low < ClearWidth * rate.Estimate ? growth : null;

    /// <summary>
    /// The interval of a forecast: nine of ten should hold. Besides the noise, which the slope's own 95 % interval knows, growth is never quite
    /// as straight as the line.
    /// </summary>
    private static Interval Honest(Interval rate)
    {
        var line = LineError * rate.Estimate;
        return rate with
        {
            Low = rate.Estimate - Reach(rate.Estimate - rate.Low, line),
            High = rate.Estimate + Reach(rate.High - rate.Estimate, line),
        };

        static double Reach(double of95, double line) => NinetyOf95 * Math.Sqrt((of95 * of95) + (line * line));
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
