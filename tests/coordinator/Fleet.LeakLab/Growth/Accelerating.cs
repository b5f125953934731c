namespace Fleet.LeakLab.Growth;

/// <summary>Each thing that was leaked makes the next leak bigger: the rate rises with the age of the process.</summary>
/// <param name="perHour">Entries an hour and element at first.</param>
/// <param name="doublesAfter">Hours after which the rate is twice the first one.</param>
internal sealed class Accelerating(double perHour, double doublesAfter) : IPath
{
    private double _entries;

    public double Advance(in Moment moment) =>
        _entries += Math.Max(0, perHour * moment.Elements * moment.Step * (1 + (moment.Age / doublesAfter)) * (1 + (0.1 * moment.Random.HeavyTailed())));
}
