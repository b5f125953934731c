using System.Globalization;
using Fleet.Analysis.Incidents;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>What an incident says of the questions about it.</summary>
internal static class ExplanationText
{
    private const string Beginning = "who holds it: ";

    /// <summary>Paths of holders, most bytes first; of instances that are held in the same way, the one with the most.</summary>
    public static IEnumerable<ToldHolder> Holders(Incident incident, IEnumerable<HolderAsk> asks) => Newest(incident, asks)
        .SelectMany(ask => ask.Holders, (ask, line) => (Ask: ask, Line: line))
        .OrderByDescending(held => held.Line.Bytes)
        .DistinctBy(held => held.Line.Way)
        .Select(held => new ToldHolder(held.Line.Text, held.Ask));

    /// <summary>A line for the evidence where there is no answer, or not all of it; null when there is nothing to say.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="asks">All questions.</param>
    /// <param name="nodeNames">By their ids.</param>
    /// <param name="reachable">Somebody is there to be asked.</param>
    public static string? Note(Incident incident, IEnumerable<HolderAsk> asks, IReadOnlyDictionary<string, string> nodeNames, bool reachable)
    {
        var own = asks.Where(ask => ask.IncidentId == incident.Id && ask.Type == incident.Type).ToList();
        if (own.Exists(ask => ask.Answered))
            return Newest(incident, own).FirstOrDefault(ask => ask.Gap.Length > 0) is { } incomplete ? Line(incomplete, incomplete.Gap) : null;

        return own.LastOrDefault() switch
        {
            null => reachable || !ExplanationChoice.IsAskable(incident) ? null : $"{Beginning}not asked, none of its instances runs on a node that is connected",
            { Over: false } asked => Line(asked, "asked"),
            var failed => Line(failed, failed.Failure),
        };

        string Line(HolderAsk ask, string what)
        {
            var instance = ask.Instance;
            return $"{Beginning}{what} ({nodeNames.GetValueOrDefault(instance.NodeId, instance.NodeId)}/{instance.Pid})";
        }
    }

    /// <summary>A line for the evidence where an answer names more holders than are told; null where none does.</summary>
    public static string? LeftOut(Incident incident, IEnumerable<HolderAsk> asks) => Newest(incident, asks).Select(ask => ask.LeftOut).DefaultIfEmpty().Max() switch
    {
        0 => null,
        1 => $"{Beginning}1 other holds too little to be listed",
        var others => string.Create(CultureInfo.InvariantCulture, $"{Beginning}{others} others hold too little to be listed"),
    };

    // Asked again, an instance's newer answer takes the place of the older one.
    private static IEnumerable<HolderAsk> Newest(Incident incident, IEnumerable<HolderAsk> asks) => asks
        .Where(ask => ask.IncidentId == incident.Id && ask.Type == incident.Type && ask.Answered)
        .GroupBy(ask => ask.Instance)
        .Select(group => group.MaxBy(ask => ask.AskedAt)!)
        .OrderByDescending(ask => ask.AskedAt)
        .Take(ExplanationChoice.MostAnswers);
}
