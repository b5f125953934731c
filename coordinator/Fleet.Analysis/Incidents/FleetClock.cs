using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Incidents;

/// <summary>The clock of the data: what the fleet calls now is its newest summary, so that a recorded series is judged as it was live.</summary>
public static class FleetClock
{
    /// <summary>
    /// The newest summary that can be believed, UTC. An instance that was seen once only may have a clock that is years ahead: it does not
    /// count as long as there are others.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no instance.</exception>
    public static DateTimeOffset Now(IEnumerable<InstanceStanding> census)
    {
        DateTimeOffset? regular = null, any = null;
        foreach (var standing in census)
        {
            any = any is null || standing.LastSeen > any ? standing.LastSeen : any;
            if (standing.Summaries > 1)
                regular = regular is null || standing.LastSeen > regular ? standing.LastSeen : regular;
        }

        return regular ?? any ?? throw new InvalidOperationException("A fleet without instances has no clock.");
    }
}
