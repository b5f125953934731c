namespace Fleet.LeakLab.Truths;

/// <summary>From when on a leak could have been told from noise.</summary>
internal static class Evidence
{
    /// <summary>Fewest looks at growth, however free of noise it is: two points are no trend.</summary>
    public const int LeastLooks = 8;

    /// <summary>
    /// When the growth of each run was three times the noise of what it grows beside, in hours since the fleet's start; null if it never was.
    /// Where one run is too short for that, the runs of one process are taken together: the sum of their growth against the noise of their sum.
    /// </summary>
    public static Dictionary<RunLeak, double?> ThreeTimesNoise(IReadOnlyList<RunLeak> leaks)
    {
        var evident = new Dictionary<RunLeak, double?>();
        foreach (var runs in leaks.GroupBy(leak => leak.Run.Run.Target.Index))
        {
            var (grown, variance, looks) = (0.0, 0.0, 0);
            foreach (var leak in runs.OrderBy(leak => leak.Run.Run.StartHours))
            {
                var samples = leak.State.Samples;
                variance += leak.Noise * leak.Noise;
                double? moment = null;
                foreach (var sample in samples)
                {
                    if (sample.Hours < leak.Begins || sample.Head <= samples[0].Head)
                        continue;
                    looks++;
                    if (looks >= LeastLooks && grown + sample.Head - samples[0].Head >= 3 * Math.Sqrt(variance))
                    {
                        moment = sample.Hours;
                        break;
                    }
                }

                grown += samples[^1].Head - samples[0].Head;
                if (moment is { } hours && !double.IsNaN(leak.State.EvidentAt))
                    moment = double.IsInfinity(leak.State.EvidentAt) ? null : Math.Max(hours, leak.State.EvidentAt);
                evident[leak] = moment;
            }
        }

        return evident;
    }
}
