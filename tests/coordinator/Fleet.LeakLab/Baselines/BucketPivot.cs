using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>
/// RESIN's detection (Lou et al., OSDI 2022) with types in the place of components: the instances are counted in buckets by how much of a type they
/// hold; a bucket with more of them than the mean and three standard deviations of its last 15 days is anomalous, and the instances in it that came up from a
/// lower one and still grow are the suspects.
/// </summary>
internal sealed class BucketPivot : IBaseline
{
    private const int Slots = 240;
    private const int History = 24;
    private const int Persists = 4;
    private const double WindowDays = 15;
    private const double PerDoubling = 2;
    private const double Severe = 1.4;

    public string Name => "RESIN's bucket pivot";

    public Verdict Judge(RecordedFleet fleet, CancellationToken cancellationToken)
    {
        var slot = (fleet.To - fleet.From) / Slots;
        var window = (int)Math.Min(Slots, TimeSpan.FromDays(WindowDays) / slot);
        var pivots = new Dictionary<(string Type, string Module), List<(RecordedInstance Instance, double[] Bytes)>>();
        foreach (var instance in fleet.Instances)
        {
            foreach (var (type, bytes) in instance.Types)
            {
                if (!pivots.TryGetValue(type, out var members))
                    pivots.Add(type, members = []);
                members.Add((instance, bytes));
            }
        }

        var suspects = new List<BaselineSuspect>();
        foreach (var ((type, module), members) in pivots)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var levels = members.ConvertAll(member => Levels(fleet.From, slot, member.Instance, member.Bytes));
            foreach (var (member, since) in Anomalous(levels, window))
            {
                var level = levels[member];
                var first = Array.FindIndex(level, value => value > 0);
                var hours = (Slots - 1 - first) * slot.TotalHours;
                var perHour = (level[^1] - level[first]) / Math.Max(0.01, hours);
                if (level[^1] >= Severe * level[first] && perHour >= BaselineGrowth.Least)
                    suspects.Add(new BaselineSuspect(type, module, members[member].Instance, new BaselineGrowth(perHour, perHour / 1.5, perHour * 1.5), fleet.From + (since * slot)));
            }
        }

        return BaselineClaims.Of(fleet, suspects);
    }

    // Bytes at the end of each slot; 0 where the instance was not there.
    private static double[] Levels(DateTime from, TimeSpan slot, RecordedInstance instance, double[] bytes)
    {
        var levels = new double[Slots];
        var look = -1;
        for (var i = 0; i < Slots; i++)
        {
            while (look + 1 < instance.Looks.Count && instance.Looks[look + 1] <= from + ((i + 1) * slot))
                look++;
            var gone = look >= 0 && look + 1 == instance.Looks.Count && from + (i * slot) > instance.Looks[look] + (5 * slot);
            levels[i] = look < 0 || gone ? 0 : bytes[look];
        }

        return levels;
    }

    private static List<(int Member, int Since)> Anomalous(List<double[]> levels, int window)
    {
        static int Bucket(double bytes) => bytes <= 0 ? -1 : (int)(PerDoubling * Math.Log2(bytes));
        var found = new List<(int, int)>();
        foreach (var bucket in levels.Select(level => Bucket(level[^1])).Where(bucket => bucket >= 0).Distinct())
        {
            var counts = new double[Slots];
            foreach (var level in levels)
            {
                // A bucket and all above it: whoever outgrows it is not healthy again.
                for (var i = 0; i < Slots; i++)
                    counts[i] += Bucket(level[i]) >= bucket ? 1 : 0;
            }

            var since = -1;
            for (var i = History; i < Slots; i++)
            {
                var start = Math.Max(0, i - window);
                var before = counts.AsSpan(start, Math.Max(1, i - start - Persists));
                var (mean, square) = (0.0, 0.0);
                foreach (var count in before)
                    (mean, square) = (mean + (count / before.Length), square + (count * count / before.Length));
                var anomalous = counts[i] > mean + (3 * Math.Sqrt(Math.Max(0, square - (mean * mean)))) && counts[i] - mean >= 0.5;
                // Once up, the history takes it in: it stays an anomaly for as long as nobody goes down again.
                since = anomalous && since < 0 ? i : since >= 0 && counts[i] < counts[since] ? -1 : since;
            }

            if (since < 0 || Slots - since < Persists)
                continue;
            for (var member = 0; member < levels.Count; member++)
            {
                if (Bucket(levels[member][^1]) == bucket && Bucket(levels[member][Math.Max(0, since - Persists)]) < bucket)
                    found.Add((member, since));
            }
        }

        return found;
    }
}
