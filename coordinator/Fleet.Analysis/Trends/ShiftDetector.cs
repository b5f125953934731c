using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// Looks for a jump of the memory beside the heap, at look resolution and as soon as it has held for two looks: before any coarser bin
/// lies behind it, and while the looks that tell it from growth are still there one by one.
/// </summary>
internal static class ShiftDetector
{
    private const double LeastBytes = 2 * 1024 * 1024;
    private const double LeastPart = 0.01;
    private const double PartInPrivate = 0.5;

    /// <summary>
    /// Bytes of a jump that the newest <see cref="LevelShift.Held"/> looks lie behind; 0 when there is none. It must show beside what the
    /// heap holds, beside what the collector has committed, and in private bytes: a jump of one of them alone is the collector's doing.
    /// </summary>
    public static double Size(ProcessSeries process, LookAxis axis)
    {
        var n = axis.Length(0);
        if (n <= LevelShift.Held)
            return 0;

        Span<double> values = stackalloc double[n];
        Span<double> hours = stackalloc double[n];
        var least = Math.Max(LeastBytes, LeastPart * process.PrivateBytes);
        Copy(process.NativeBesideHeap, process, axis, values);
        if (Math.Min(values[^1], values[^2]) - values[^3] < least)
            return 0;

        for (var i = 0; i < n; i++)
            hours[i] = (axis[0, i].Start - axis[0, 0].Start) / (double)TimeSpan.TicksPerHour;
        var size = LevelShift.Size(hours, values);
        if (size < least)
            return 0;

        Copy(process.NativeBesideCommitted, process, axis, values);
        size = Math.Min(size, LevelShift.Size(hours, values));
        Copy(process.Private, process, axis, values);
        return size >= least && Math.Min(values[^1], values[^2]) - values[^3] >= PartInPrivate * size ? size : 0;
    }

    private static void Copy(Series series, ProcessSeries process, LookAxis axis, Span<double> values)
    {
        series.CopyTo(axis, 0, values);
        process.Shifts.RaiseAll(axis, 0, values);
    }
}
