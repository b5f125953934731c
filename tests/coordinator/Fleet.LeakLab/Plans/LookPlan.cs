namespace Fleet.LeakLab.Plans;

/// <summary>When heaps are looked at, and how the summaries reach the file.</summary>
internal sealed class LookPlan
{
    /// <summary>Hours between two looks at a process.</summary>
    public double EveryHours { get; set; } = 0.5;

    /// <summary>0: by the clock; 1: at wildly differing distances.</summary>
    public double Irregularity { get; set; }

    /// <summary>Part of the looks that fail.</summary>
    public double Missing { get; set; } = 0.01;

    /// <summary>Part of the summaries that come twice.</summary>
    public double Doubled { get; set; }

    /// <summary>Part of the summaries that change places with the next one of the file.</summary>
    public double Swapped { get; set; }

    /// <summary>Part of the lines that are torn.</summary>
    public double Torn { get; set; }

    /// <summary>How far a node's clock is off, in seconds.</summary>
    public Dictionary<string, int> Skew { get; } = [];

    /// <summary>Times when nothing comes from a node, in hours since the fleet's start; whether its processes start anew afterwards.</summary>
    public List<(string Node, double From, double Until, bool Restarts)> Outages { get; } = [];

    /// <summary>Whether a node is silent now.</summary>
    public bool Silent(string node, double hours) =>
        Outages.Exists(outage => outage.Node == node && hours >= outage.From && hours < outage.Until);
}
