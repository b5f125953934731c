using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Randomness;

namespace Fleet.LeakLab.Simulation;

/// <summary>A process through its runs: it is started, looked at, restarted, dies of its leaks and is started again.</summary>
internal sealed class TargetSimulation
{
    private const int BlindSteps = 60;

    private readonly FleetPlan _fleet;
    private readonly TargetPlan _target;
    private readonly RandomStream _random;
    private readonly HashSet<int> _pids;
    private double _restartAt;

    public TargetSimulation(FleetPlan fleet, TargetPlan target, HashSet<int> pids)
    {
        (_fleet, _target, _pids) = (fleet, target, pids);
        _random = RandomStream.For(fleet.Seed, $"target {target.Index}");
        NextLook = Math.Max(0, target.Lives.From) + (fleet.Looks.EveryHours * _random.Unit());
        Begin(Math.Max(-target.AgeHours, target.Lives.From));
    }

    /// <summary>All runs that were looked at, the present one last.</summary>
    public List<RunRecord> Runs { get; } = [];

    /// <summary>The present run.</summary>
    public RunSimulation Current { get; private set; } = null!;

    /// <summary>When it is looked at next.</summary>
    public double NextLook { get; private set; }

    /// <summary>Goes on to the next look; false when nothing comes of it.</summary>
    public bool Look()
    {
        var now = NextLook;
        NextLook = now + Distance();
        if (now >= _target.Lives.Until)
        {
            End(_target.Lives.Until, "gone");
            return false;
        }

        while (_restartAt <= now)
        {
            var stop = _restartAt;
            End(stop, "restart");
            Begin(stop + Downtime());
        }

        foreach (var (node, from, until, restarts) in _fleet.Looks.Outages)
        {
            if (restarts && node == _target.Node && now >= until && Current.StartHours < from)
            {
                End(from, "node failed");
                Begin(until - (_random.Unit() * Math.Min(0.3, (until - from) / 2)));
            }
        }

        if (Current.StartHours >= now)
            return false;
        var seen = !_fleet.Looks.Silent(_target.Node, now) && !_random.Chance(_fleet.Looks.Missing);
        Current.Advance(now, keepSamples: seen);
        if (_target.LimitBytes > 0 && Current.PrivateBytes >= _target.DiesAt * _target.LimitBytes)
        {
            // It died between two looks: the one that would have seen it at its limit finds another process.
            End(now, "out of memory");
            Begin(now + Downtime());
            return false;
        }

        if (!seen)
            return false;
        if (Runs.Count == 0 || Runs[^1].Run != Current)
            Runs.Add(new RunRecord(Current));
        Runs[^1].Seen(now);
        return true;
    }

    private void End(double hours, string reason)
    {
        if (Runs.Count > 0 && Runs[^1].Run == Current)
            Runs[^1].Ended(hours, reason);
    }

    private void Begin(double hours)
    {
        var pid = _random.Whole(1000, 30000);
        if (Current is not null && _target.ReusesPid)
            pid = Current.Pid;
        else
            while (!_pids.Add(pid))
                pid++;
        Current = new RunSimulation(_fleet, _target, Current is null ? 0 : Current.Run + 1, pid, hours, _random.Fork());
        _restartAt = double.PositiveInfinity;
        if (_target.RestartEveryHours > 0)
            _restartAt = Math.Max(0, hours) + (_target.RestartEveryHours * (0.4 + _random.Exponential(0.6)));
        foreach (var planned in _target.Restarts)
        {
            if (planned > hours && planned < _restartAt)
                _restartAt = planned;
        }

        // What it lived through before anybody looked.
        for (var i = 1; i <= BlindSteps && hours < 0; i++)
            Current.Advance(hours * (1 - ((double)i / BlindSteps)), keepSamples: false);
    }

    private double Downtime() => _random.Between(0.01, 0.08);

    private double Distance()
    {
        var irregularity = _fleet.Looks.Irregularity;
        var jitter = irregularity == 0 ? 1 + (0.02 * _random.Normal()) : Math.Exp(irregularity * (_random.Normal() - (irregularity / 2)));
        return Math.Max(20.0 / 3600, _fleet.Looks.EveryHours * Math.Clamp(jitter, 0.2, 8));
    }
}
