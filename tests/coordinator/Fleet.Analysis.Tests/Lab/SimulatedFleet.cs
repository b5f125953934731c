using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Lab;

/// <summary>Processes that come and go, looked at in turn, and correlated after every round.</summary>
internal sealed class SimulatedFleet(Pace pace)
{
    private readonly List<(SimulatedProcess Process, InstanceTrends Trends, double Born)> _running = [];
    private readonly Dictionary<InstanceIdentity, InstanceStanding> _census = [];
    private readonly Dictionary<InstanceIdentity, IReadOnlyList<Suspect>> _findings = [];
    private readonly Correlator _correlator = new(pace.Options);
    private double _looks;
    private int _seed;

    /// <summary>What the last round returned.</summary>
    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    /// <summary>Every incident that was ever open.</summary>
    public HashSet<string> EverOpen { get; } = [];

    public IEnumerable<Incident> Open => Incidents.Where(incident => incident.State == IncidentState.Open);

    public SimulatedProcess Start(string node, int pid)
    {
        var process = new SimulatedProcess(pace, ++_seed, node, pid, _looks).WithBackground(15);
        _running.Add((process, new InstanceTrends(process.Identity, pace.Options), _looks));
        return process;
    }

    public void Kill(SimulatedProcess process) => _running.RemoveAll(running => running.Process == process);

    public void Run(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            _looks++;
            foreach (var (process, trends, born) in _running)
            {
                trends.Observe(process.Look(_looks - born));
                _census[process.Identity] = trends.Standing();
                _findings[process.Identity] = trends.Findings();
            }

            Incidents = _correlator.Correlate(
                [.. _findings.Values.SelectMany(findings => findings)],
                [.. _census.Values],
                Incidents,
                _census.Values.Max(standing => standing.LastSeen));
            EverOpen.UnionWith(Open.Select(incident => incident.Id));
        }
    }
}
