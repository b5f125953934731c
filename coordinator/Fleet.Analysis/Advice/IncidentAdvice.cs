using System.Globalization;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Advice;

/// <summary>Says what to do about an incident, in the order in which it is urgent. Pure: same input, same lines.</summary>
public static class IncidentAdvice
{
    /// <summary>Most lines: who is woken reads no more.</summary>
    public const int MostLines = 5;

    /// <summary>Below this many hours to the limit, a restart can't wait for the developers.</summary>
    private const double ShortHours = 12;

    /// <summary>Lines of plain text; none for an incident that is closed.</summary>
    public static IReadOnlyList<string> For(Incident incident, AdviceFacts facts)
    {
        if (incident.State != IncidentState.Open || incident.Instances.Count == 0)
            return [];

        List<string> lines =
        [
            .. Restart(incident, facts),
            .. Isolation.Advise(incident, facts),
            .. RollBack.Advise(incident, facts),
            .. PlaceAdvice.Advise(incident, facts),
            .. CleanUp.Advise(incident, facts),
            .. KindAdvice.Advise(incident),
        ];
        if (Dying(incident, facts) is null && facts.Holders.Count == 0 && incident.Instances.FirstOrDefault(i => !facts.Ended.Contains(i.Instance)) is { } running)
            lines.Add(TakeDump(running.Instance, facts));
        return lines.Count <= MostLines ? lines : lines[..MostLines];
    }

    private static IEnumerable<string> Restart(Incident incident, AdviceFacts facts)
    {
        if (Dying(incident, facts) is not { Hours: var hours } limit)
            yield break;

        var name = NameOf(limit.Instance, facts);
        var when = hours.Low < 1 ? "as soon as it is written" : string.Create(CultureInfo.InvariantCulture, $"in a quiet window within {Math.Floor(hours.Low):0} h");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{name} reaches its limit in {hours.Estimate:0.#} h ({hours.Low:0.#} to {hours.High:0.#}): take a dump with '{Dump(name)}', and restart the process {when}.");
    }

    private static TimeToLimit? Dying(Incident incident, AdviceFacts facts) =>
        incident.TimeToLimit is { Hours.Estimate: < ShortHours } limit && !facts.Ended.Contains(limit.Instance) ? limit : null;

    private static string TakeDump(InstanceIdentity instance, AdviceFacts facts) =>
        $"Take a dump while it grows, '{Dump(NameOf(instance, facts))}': 'fleet heap --dump FILE --retention' says who holds what.";

    private static string Dump(string name) => $"fleet dump {(name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name)} --upload";

    private static string NameOf(InstanceIdentity instance, AdviceFacts facts) =>
        string.Create(CultureInfo.InvariantCulture, $"{facts.NameOf(instance.NodeId)}/{instance.Pid}");
}
