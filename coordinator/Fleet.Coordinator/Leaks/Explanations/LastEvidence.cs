using Fleet.Analysis.Incidents;
using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Whether an instance must be asked now because there may be nobody to ask soon. Pure.</summary>
internal static class LastEvidence
{
    private const int Looks = 6;

    /// <summary>Whether the instance of an incident that reaches its limit first is so near to it.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="lookInterval">Time between two looks at that instance; zero when not known.</param>
    /// <param name="options">How near is near.</param>
    public static bool IsDue(Incident incident, TimeSpan lookInterval, ExplainOptions options)
    {
        if (incident is not { State: IncidentState.Open, TimeToLimit.Hours.Estimate: var hours } || !double.IsFinite(hours))
            return false;

        var near = lookInterval * Looks > options.BeforeLimit ? lookInterval * Looks : options.BeforeLimit;
        return hours <= near.TotalHours;
    }
}
