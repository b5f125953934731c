using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Replay;

/// <summary>The fleet as the leak index holds it: newest standing and suspects of every instance, and the incidents they add up to.</summary>
internal sealed class FleetMoment(Correlator correlator)
{
    private readonly Dictionary<InstanceIdentity, InstanceStanding> _census = [];
    private readonly Dictionary<InstanceIdentity, IReadOnlyList<Suspect>> _suspects = [];
    private bool _changed;

    /// <summary>What the last round returned.</summary>
    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    /// <summary>Takes what a summary changed; null for suspects that there are none of, as before.</summary>
    public void Take(InstanceIdentity instance, InstanceStanding? standing, IReadOnlyList<Suspect>? suspects)
    {
        if (standing is not null)
            _census[instance] = standing;
        if (suspects is { Count: > 0 })
            _suspects[instance] = suspects;
        else if (suspects is not null)
            _suspects.Remove(instance);
        _changed = true;
    }

    /// <summary>A round of the correlator, if it could come to another conclusion than the last.</summary>
    public void Correlate()
    {
        if (!_changed || _census.Count == 0)
            return;

        _changed = false;
        if (_suspects.Count == 0 && Incidents.All(incident => incident.State != IncidentState.Open))
            return;

        Incidents = correlator.Correlate([.. _suspects.Values.SelectMany(suspects => suspects)], [.. _census.Values], Incidents, FleetClock.Now(_census.Values));
    }
}
