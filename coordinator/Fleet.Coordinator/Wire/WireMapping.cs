using Fleet.Analysis.Trends;
using Google.Protobuf.WellKnownTypes;
using Estimate = Fleet.Contracts.ConsoleApi.Estimate;

namespace Fleet.Coordinator.Wire;

/// <summary>Small things between records and messages that the contracts don't bring.</summary>
internal static class WireMapping
{
    public static Timestamp ToTimestamp(this DateTimeOffset at) => Timestamp.FromDateTimeOffset(at);

    public static Estimate ToProto(this Interval interval) => new() { Estimate_ = interval.Estimate, Low = interval.Low, High = interval.High };

    /// <summary>Of one instance, where errors go together.</summary>
    public static Estimate ToSum(this IEnumerable<Interval> intervals)
    {
        var sum = new Estimate();
        foreach (var interval in intervals)
        {
            sum.Estimate_ += interval.Estimate;
            sum.Low += interval.Low;
            sum.High += interval.High;
        }

        return sum;
    }
}
