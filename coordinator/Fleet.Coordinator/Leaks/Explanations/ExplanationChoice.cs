using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Whom to ask who holds what leaks. Pure: time is an argument.</summary>
internal static class ExplanationChoice
{
    /// <summary>Answers that an incident is worth: each disturbs a process.</summary>
    public const int MostAnswers = 2;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Whether the fleet may be asked one question more at this time.</summary>
    public static bool HasRoom(IReadOnlyList<HolderAsk> asks, ExplainOptions options, DateTimeOffset now) => asks.Count(ask => ask.IsUnderWay(now)) < options.AtOnce;

    /// <summary>Whether an incident is one whose holders can be asked for.</summary>
    public static bool IsAskable(Incident incident) => incident is { State: IncidentState.Open, Kind: LeakKind.Managed, Type: not null };

    /// <summary>Whether another question of this incident may be asked now, whoever is there to answer.</summary>
    public static bool MayAsk(Incident incident, IReadOnlyList<HolderAsk> asks, ExplainOptions options, DateTimeOffset now) =>
        IsAskable(incident)
        && Standing(incident, asks, now).Select(ask => ask.Version).Distinct(StringComparer.Ordinal).Count() < Math.Min(MostAnswers, Math.Max(1, incident.ProtocolVersions.Count))
        && asks.Count(ask => ask.IncidentId == incident.Id && now - ask.AskedAt < Day) < options.TriesPerDay;

    /// <summary>
    /// The instance to ask next: of a version that has not answered and was not asked, rather not near its limit, with the fewest objects;
    /// null when there is none. An instance that was asked a while ago at most is left alone.
    /// </summary>
    public static Candidate? Next(Incident incident, IReadOnlyList<Candidate> candidates, IReadOnlyList<HolderAsk> asks, ExplainOptions options, DateTimeOffset now)
    {
        if (!MayAsk(incident, asks, options, now))
            return null;

        var heard = Standing(incident, asks, now).Select(ask => ask.Version).ToHashSet(StringComparer.Ordinal);
        return candidates
            .Where(candidate => !heard.Contains(candidate.Version) && !WasAsked(incident, candidate, asks, options, now))
            .OrderBy(candidate => candidate.NearLimit)
            .ThenBy(candidate => candidate.Objects)
            .ThenBy(candidate => candidate.Instance.Id, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>Whether an instance has answered the same within <see cref="ExplainOptions.Again"/>.</summary>
    public static bool HasAnswered(Incident incident, Candidate candidate, IReadOnlyList<HolderAsk> asks, ExplainOptions options, DateTimeOffset now) =>
        WasAsked(incident, candidate, [.. asks.Where(ask => ask.Answered)], options, now);

    /// <summary>Whether an instance was asked the same within <see cref="ExplainOptions.Again"/>.</summary>
    public static bool WasAsked(Incident incident, Candidate candidate, IReadOnlyList<HolderAsk> asks, ExplainOptions options, DateTimeOffset now) =>
        asks.Any(ask => ask.IncidentId == incident.Id && ask.Type == incident.Type && ask.Instance == candidate.Identity && now - ask.AskedAt < options.Again);

    // An answer about a type that the incident is no longer named after is none.
    private static IEnumerable<HolderAsk> Standing(Incident incident, IReadOnlyList<HolderAsk> asks, DateTimeOffset now) =>
        asks.Where(ask => ask.IncidentId == incident.Id && ask.Type == incident.Type && (ask.Answered || ask.IsUnderWay(now)));
}
