using System.Globalization;
using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Scoring;

/// <summary>Holds a verdict against the truth.</summary>
internal static class Scorer
{
    /// <summary>Summaries after three times the noise within which a leak is to be detected.</summary>
    public const double InTimeSummaries = 24;

    public static FleetScore Score(Truth truth, Verdict verdict, double seconds = 0)
    {
        var matches = Matching.Match(verdict.Incidents, truth.Incidents);
        var right = matches.FindAll(match => match is { Leak.Standing: true, Duplicate: false });
        var wrong = matches.FindAll(match => match.Leak is not { Standing: true } && !match.Duplicate);
        // A leak that never rose above its noise cannot be missed; found, it counts as any other.
        var leaks = truth.Incidents.Where(leak => leak.Standing && (leak.ThreeTimesNoise is not null || right.Exists(match => match.Leak == leak))).ToList();
        var over = truth.Incidents.Where(leak => !leak.Standing).ToList();
        var score = new FleetScore
        {
            Fleet = truth.Fleet,
            Family = truth.Family,
            Unseen = truth.Unseen,
            LeakFree = truth.Incidents.Count == 0,
            Years = (truth.To - truth.From).TotalDays / 365.25,
            Leaks = leaks.Count,
            Found = right.Count,
            Claims = matches.Count,
            False = wrong.Count,
            Stale = wrong.Count(match => match.Leak is not null),
            Duplicates = matches.Count(match => match.Duplicate),
            Over = new(over.Count(leak => !matches.Exists(match => match.Leak == leak)), over.Count),
            Withdrawn = verdict.Withdrawn?.Count ?? 0,
            LinesRight = verdict.SkippedLines == truth.TornLines,
            Seconds = seconds,
            TypeRows = truth.TypeRows,
            Remarks = Remarks(matches, leaks, right, truth),
        };
        foreach (var match in right)
            score = With(score, match.Claim, match.Leak!, truth);
        return score;
    }

    private static FleetScore With(FleetScore score, ClaimedIncident claim, TrueIncident leak, Truth truth)
    {
        var named = claim.Protocol?.Name == leak.Protocol?.Name;
        var covered = Coverage(claim, leak);
        var ahead = leak.Instances.Any(instance => instance.HoursToLimit is not null);
        var delay = Delay(claim, leak, truth);
        return score with
        {
            Protocol = leak.ProtocolIdentifiable ? score.Protocol.With(named) : score.Protocol,
            NoneNamed = leak.Protocol is null ? score.NoneNamed.With(claim.Protocol is null) : score.NoneNamed,
            Version = leak.VersionIdentifiable
                ? score.Version.With(named && claim.Protocol!.Versions.Count > 0 && claim.Protocol.Versions.All(leak.Protocol!.Versions.Contains))
                : score.Version,
            QAction = leak.QAction is not null ? score.QAction.With(claim.QAction == leak.QAction) : score.QAction,
            Type = leak.Kind == "managed" && claim.Kind == "managed" ? score.Type.With(leak.Heads.Any(type => type.Name == claim.Type)) : score.Type,
            Explained = leak.Explanations.Count > 0 || leak.UnidentifiableIsRight ? score.Explained.With(Explains(claim.ExplainedBy, leak)) : score.Explained,
            Covered = covered is { } hit ? score.Covered.With(hit) : score.Covered,
            Forecast = ahead ? score.Forecast.With(claim.TimeToLimit is not null) : score.Forecast,
            RateCovered = claim.BytesPerHour is { } rate ? score.RateCovered.With(CoversRate(rate, leak)) : score.RateCovered,
            InTime = delay is { } late ? score.InTime.With(late <= InTimeSummaries) : score.InTime,
            Delays = delay is { } summaries ? [.. score.Delays, summaries] : score.Delays,
        };
    }

    /// <summary>Whether the forecast's interval holds the truth; null when there is no forecast, or no truth to hold it against.</summary>
    private static bool? Coverage(ClaimedIncident claim, TrueIncident leak)
    {
        if (claim.TimeToLimit is not { } limit)
            return null;
        var instance = leak.Instances.LastOrDefault(instance => instance.Node == limit.Node && instance.Pid == limit.Pid && instance.Standing);
        return instance?.HoursToLimit is { } hours ? limit.Hours.Low <= hours && hours <= limit.Hours.High : null;
    }

    // The format leaves open whose rate it is: that of the worst instance, of the mean one, or of all together.
    private static bool CoversRate(ClaimedInterval rate, TrueIncident leak)
    {
        var rates = leak.Instances.Where(instance => instance.Standing).Select(instance => instance.BytesPerHour).ToList();
        return rates.Count > 0 && new[] { rates.Max(), rates.Average(), rates.Sum(), rates.Order().ElementAt(rates.Count / 2) }.Any(truth => rate.Low <= truth && truth <= rate.High);
    }

    private static bool Explains(ClaimedExplanation? claim, TrueIncident leak) => claim switch
    {
        // Nobody to compare with: nothing need be said.
        null => leak.Instances.Count == 1 || (leak.Explanations.Count == 0 && leak.UnidentifiableIsRight),
        { Attribute: "unidentifiable" } => leak.UnidentifiableIsRight,
        { Attribute: "instance" } => leak.Explanations.Any(right => right.Attribute == "instance"),
        _ => leak.Explanations.Contains(new TrueAttribute(claim.Attribute, claim.Value ?? "")),
    };

    // In summaries of one process.
    private static double? Delay(ClaimedIncident claim, TrueIncident leak, Truth truth) =>
        leak.ThreeTimesNoise is { } evident ? (claim.DetectedAt.ToUniversalTime() - evident).TotalHours / truth.LookHours : null;

    private static List<string> Remarks(List<Match> matches, List<TrueIncident> leaks, List<Match> right, Truth truth)
    {
        var remarks = new List<string>();
        foreach (var leak in leaks.Where(leak => !right.Exists(match => match.Leak == leak)))
            remarks.Add($"missed {leak.Id} {leak.What}: {leak.Kind} {(leak.Heads.Count > 0 ? leak.Heads[0].Name : null)} of {leak.Protocol?.Name ?? "nobody"} on {leak.Instances.Count} instances");
        foreach (var match in matches.Where(match => match.Duplicate || match.Leak is not { Standing: true }))
        {
            var why = match switch { { Duplicate: true } => $"duplicate of {match.Leak!.Id}", { Leak: not null } => $"stale {match.Leak.Id}", _ => "false" };
            remarks.Add($"{why}: {match.Claim.Kind} {match.Claim.Type} of {match.Claim.Protocol?.Name ?? "nobody"} on {match.Claim.Instances.Count} instances");
        }

        foreach (var (claim, leak, _) in right)
        {
            if (leak!.ProtocolIdentifiable && claim.Protocol?.Name != leak.Protocol?.Name)
                remarks.Add($"wrong protocol for {leak.Id}: {claim.Protocol?.Name ?? "nobody"}, not {leak.Protocol?.Name ?? "nobody"}");
            if (leak.Kind == "managed" && claim.Kind == "managed" && !leak.Heads.Any(type => type.Name == claim.Type))
                remarks.Add($"wrong type for {leak.Id}: {claim.Type}, not {string.Join(" | ", leak.Heads.Select(type => type.Name))}");
            if (leak.QAction is { } qaction && claim.QAction != qaction)
                remarks.Add($"wrong QAction for {leak.Id}: {claim.QAction?.ToString(CultureInfo.InvariantCulture) ?? "none"}, not {qaction}");
            if (Coverage(claim, leak) == false)
            {
                var leaking = leak.Instances.Last(instance => instance.Node == claim.TimeToLimit!.Node && instance.Pid == claim.TimeToLimit.Pid).HoursToLimit;
                remarks.Add(string.Create(CultureInfo.InvariantCulture, $"forecast of {leak.Id}: {claim.TimeToLimit!.Hours.Low:F1} to {claim.TimeToLimit.Hours.High:F1} h, truth {leaking:F1} h"));
            }

            if (Delay(claim, leak, truth) is > InTimeSummaries and var late)
                remarks.Add(string.Create(CultureInfo.InvariantCulture, $"late by {late:F0} looks: {leak.Id} {leak.What}, evident {(leak.ThreeTimesNoise!.Value - truth.From).TotalHours / truth.LookHours:F0} looks after the start, on {leak.Instances.Count} instances"));

            if (!Explains(claim.ExplainedBy, leak))
                remarks.Add($"explanation of {leak.Id}: {claim.ExplainedBy?.Attribute} {claim.ExplainedBy?.Value}, right: {string.Join(" | ", leak.Explanations.Select(right => $"{right.Attribute} {right.Value}"))}{(leak.UnidentifiableIsRight ? " | unidentifiable" : "")}");
        }

        return remarks;
    }
}
