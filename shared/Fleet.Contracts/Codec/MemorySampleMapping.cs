using Fleet.Contracts.Heap;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Codec;

/// <summary>Memory samples on the wire, whole or as the difference to an earlier one.</summary>
public static class MemorySampleMapping
{
    private const int MostGenerations = 8;

    /// <summary>The wire form.</summary>
    public static Wire.MemorySample ToWire(this MemorySample sample) => new()
    {
        At = Timestamp.FromDateTimeOffset(sample.At),
        PrivateBytes = sample.PrivateBytes,
        WorkingSetBytes = sample.WorkingSetBytes,
        ManagedBytes = sample.ManagedBytes,
        LimitBytes = sample.LimitBytes,
        GcCounts = { sample.GcCounts },
    };

    /// <summary>Reads the wire form.</summary>
    /// <exception cref="InvalidDataException">The sample is missing, has no time, or a negative figure.</exception>
    public static MemorySample ToContract(this Wire.MemorySample? sample)
    {
        if (sample is null)
            throw new InvalidDataException("The memory sample is missing.");
        return Checked(new MemorySample
        {
            At = sample.At.ToTime("memory.at"),
            PrivateBytes = sample.PrivateBytes,
            WorkingSetBytes = sample.WorkingSetBytes,
            ManagedBytes = sample.ManagedBytes,
            LimitBytes = sample.LimitBytes,
            GcCounts = [.. sample.GcCounts],
        });
    }

    internal static Wire.MemorySampleDelta DifferenceTo(this MemorySample sample, MemorySample previous, DateTimeOffset takenAt)
    {
        var delta = new Wire.MemorySampleDelta
        {
            AtOffsetTicks = sample.At.UtcTicks - takenAt.UtcTicks,
            PrivateBytes = sample.PrivateBytes - previous.PrivateBytes,
            WorkingSetBytes = sample.WorkingSetBytes - previous.WorkingSetBytes,
            ManagedBytes = sample.ManagedBytes - previous.ManagedBytes,
            LimitBytes = sample.LimitBytes - previous.LimitBytes,
        };
        for (var i = 0; i < sample.GcCounts.Count; i++)
            delta.GcCounts.Add(sample.GcCounts[i] - CountAt(previous, i));
        return delta;
    }

    internal static MemorySample Apply(this Wire.MemorySampleDelta delta, MemorySample previous, DateTimeOffset takenAt)
    {
        checked
        {
            var ticks = takenAt.UtcTicks + delta.AtOffsetTicks;
            if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
                throw new InvalidDataException("The field memory_delta.at_offset_ticks leads to no valid time.");
            if (delta.GcCounts.Count > MostGenerations)
                throw new InvalidDataException($"The memory sample counts collections of {delta.GcCounts.Count} generations.");
            return Checked(new MemorySample
            {
                At = new DateTimeOffset(ticks, TimeSpan.Zero),
                PrivateBytes = previous.PrivateBytes + delta.PrivateBytes,
                WorkingSetBytes = previous.WorkingSetBytes + delta.WorkingSetBytes,
                ManagedBytes = previous.ManagedBytes + delta.ManagedBytes,
                LimitBytes = previous.LimitBytes + delta.LimitBytes,
                GcCounts = [.. delta.GcCounts.Select((count, i) => CountAt(previous, i) + count)],
            });
        }
    }

    private static long CountAt(MemorySample sample, int i) => i < sample.GcCounts.Count ? sample.GcCounts[i] : 0;

    private static MemorySample Checked(MemorySample sample)
    {
        if ((sample.PrivateBytes | sample.WorkingSetBytes | sample.ManagedBytes | sample.LimitBytes) < 0)
            throw new InvalidDataException("The memory sample has a negative number of bytes.");
        if (sample.GcCounts.Count > MostGenerations || sample.GcCounts.Any(count => count < 0))
            throw new InvalidDataException("The memory sample has impossible counts of collections.");
        return sample;
    }
}
