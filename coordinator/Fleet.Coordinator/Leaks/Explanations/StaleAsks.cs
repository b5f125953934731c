using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Which questions need not be kept any more, or they would only become more as long as their incident lasts. Pure.</summary>
internal static class StaleAsks
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// Questions that were not answered and that no rule looks back to any more. The newest of each incident stays: it says why there is no answer.
    /// </summary>
    public static IReadOnlyList<HolderAsk> Of(IReadOnlyList<HolderAsk> asks, ExplainOptions options, DateTimeOffset now)
    {
        var keep = options.Again > Day ? options.Again : Day;
        var newest = asks.GroupBy(ask => ask.IncidentId).Select(own => own.MaxBy(ask => ask.AskedAt)!).ToHashSet();
        return [.. asks.Where(ask => ask is { Over: true, Answered: false } && now - ask.AskedAt > keep && !newest.Contains(ask))];
    }
}
