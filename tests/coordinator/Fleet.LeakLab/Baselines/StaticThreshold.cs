using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>
/// What most operators have: an alarm when a process holds more than four fifths of its limit (or 1.5 GB where there is none), three looks in a
/// row. Whoever is woken looks for the type with the most bytes; so does this.
/// </summary>
internal sealed class StaticThreshold : IBaseline
{
    private const double Part = 0.8;
    private const double WithoutLimit = 1.5e9;
    private const int InARow = 3;

    public string Name => "static threshold";

    public Verdict Judge(RecordedFleet fleet, CancellationToken cancellationToken)
    {
        var suspects = new List<BaselineSuspect>();
        foreach (var instance in fleet.Instances)
        {
            var threshold = instance.LimitBytes > 0 ? Part * instance.LimitBytes : WithoutLimit;
            var above = 0;
            for (var i = 0; i < instance.Looks.Count; i++)
                above = instance.PrivateBytes[i] >= threshold ? above + 1 : 0;
            if (above < InARow || fleet.To - instance.Looks[^1] > (fleet.To - fleet.From) / 20)
                continue;
            var (type, module) = instance.Types.MaxBy(entry => entry.Value[^1]).Key;
            var perHour = (instance.PrivateBytes[^1] - instance.PrivateBytes[0]) / Math.Max(0.01, instance.Hours[^1]);
            suspects.Add(new BaselineSuspect(type, module, instance, new BaselineGrowth(perHour, perHour / 2, perHour * 2), instance.Looks[^(above - InARow + 1)]));
        }

        return BaselineClaims.Of(fleet, suspects);
    }
}
