using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Incidents;

/// <summary>
/// Knows what targets take when they are warm, from their earlier runs: a run that grows towards a level at which another one had settled
/// warms up, for however long that takes.
/// </summary>
internal sealed class Familiar
{
    private const double Margin = 1.15;

    private readonly Dictionary<(string Node, string Process, ulong Type), List<(double Bytes, DateTimeOffset Ended)>> _levels = [];
    private readonly Census _census;

    /// <summary>Learns the settled levels of all runs.</summary>
    public Familiar(Census census)
    {
        _census = census;
        foreach (var standing in census.All)
        {
            foreach (var level in standing.Settled)
            {
                var key = (standing.Instance.NodeId, standing.ProcessName, level.Type);
                if (!_levels.TryGetValue(key, out var runs))
                    _levels.Add(key, runs = []);
                runs.Add((level.Bytes, standing.LastSeen));
            }
        }
    }

    /// <summary>True when what the suspect takes by now is nothing new for its target.</summary>
    public bool Is(Suspect suspect)
    {
        if (suspect.Type is not { } type || _census.Find(suspect.Instance) is not { } standing)
            return false;

        // Only earlier runs: a process beside it of the same name may be another one altogether.
        return _levels.TryGetValue((suspect.Instance.NodeId, standing.ProcessName, SettledLevel.Key(type)), out var runs)
            && runs.Exists(run => run.Ended <= suspect.Instance.StartedAt && suspect.Survivors <= Margin * run.Bytes);
    }
}
