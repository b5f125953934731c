using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>
/// A baseline that judges each series by itself: every so many looks it asks whether the last window grows, and claims what still does at the end.
/// One claim for each type, over all instances.
/// </summary>
internal abstract class TrendBaseline : IBaseline
{
    private const int Every = 12;
    private const int Window = 288;
    private const int Least = 24;

    public abstract string Name { get; }

    public Verdict Judge(RecordedFleet fleet, CancellationToken cancellationToken)
    {
        var suspects = new List<BaselineSuspect>();
        foreach (var instance in fleet.Instances)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // What ended before the end can't be said to grow at the end.
            if (fleet.To - instance.Looks[^1] > (fleet.To - fleet.From) / 20)
                continue;
            foreach (var ((type, module), bytes) in instance.Types)
            {
                if (Judge(instance, bytes) is { } found)
                    suspects.Add(new BaselineSuspect(type, module, instance, found.Growth, found.Since));
            }
        }

        return BaselineClaims.Of(fleet, suspects);
    }

    /// <summary>The growth of a window, or null when it is none.</summary>
    protected abstract BaselineGrowth? Grows(ReadOnlySpan<double> hours, ReadOnlySpan<double> bytes);

    private (BaselineGrowth Growth, DateTime Since)? Judge(RecordedInstance instance, double[] bytes)
    {
        (BaselineGrowth Growth, DateTime Since)? standing = null;
        // Counted from the end, so that the last word is said on the last look.
        for (var end = Least + ((bytes.Length - Least) % Every); end <= bytes.Length && end >= Least; end += Every)
        {
            var start = Math.Max(0, end - Window);
            var growth = Grows(instance.Hours.AsSpan(start, end - start), bytes.AsSpan(start, end - start));
            standing = growth is null ? null : (growth, standing?.Since ?? instance.Looks[end - 1]);
        }

        return standing;
    }
}

/// <summary>Growth in bytes an hour, with an interval.</summary>
internal sealed record BaselineGrowth(double PerHour, double Low, double High)
{
    /// <summary>Slower growth is nobody's business, in bytes an hour.</summary>
    public const double Least = 64 * 1024;
}
