using System.Globalization;
using Fleet.Analysis.Incidents;

namespace Fleet.Analysis.Advice;

/// <summary>Says which version of a protocol to go to, when only some of them leak.</summary>
internal static class RollBack
{
    /// <summary>One line; none unless the version explains the leak.</summary>
    public static IEnumerable<string> Advise(Incident incident, AdviceFacts facts)
    {
        if (incident is not { Protocol: { } protocol, ExplainedBy.Attribute: Attribution.ProtocolVersion, ProtocolVersions: { Count: > 0 } leaking })
            yield break;

        var order = Comparer<string>.Create(Compare);
        var healthy = facts.HealthyVersions.Except(leaking).Order(order).ToList();
        var before = healthy.LastOrDefault(version => Compare(version, leaking.Min(order)!) < 0);
        var after = healthy.LastOrDefault(version => Compare(version, leaking.Max(order)!) > 0);
        var way = (before, after) switch
        {
            (null, null) => "roll back or update to a version that does not leak",
            (_, { } newer) => $"update to {newer}, which runs here and does not leak",
            ({ } older, _) => $"roll back to {older}, which runs here and does not leak",
        };
        yield return $"Only {string.Join(", ", leaking)} of {protocol} leak{(leaking.Count == 1 ? "s" : "")}: {way}.";
    }

    /// <summary>By their numbers, then by what follows them.</summary>
    private static int Compare(string one, string other)
    {
        var (a, b) = (one.Split('.', '_'), other.Split('.', '_'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var order = Number(a[i]) is { } x && Number(b[i]) is { } y ? x.CompareTo(y) : string.CompareOrdinal(a[i], b[i]);
            if (order != 0)
                return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int? Number(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
