using Fleet.Analysis.Statistics;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>What grows in a process besides its objects: memory outside the heap, and holes in it.</summary>
internal sealed class ProcessSeries
{
    private ProcessSeries(Series nativeBesideHeap, Series nativeBesideCommitted, Series holes, Series objects, Series whole, LevelShifts shifts)
    {
        NativeBesideHeap = nativeBesideHeap;
        NativeBesideCommitted = nativeBesideCommitted;
        Holes = holes;
        Objects = objects;
        Private = whole;
        Shifts = shifts;
    }

    /// <summary>Series of a process that nothing is known of yet.</summary>
    public ProcessSeries(LookAxis axis)
        : this(new Series(axis, 0), new Series(axis, 0), new Series(axis, 0), new Series(axis, 0), new Series(axis, 0), new LevelShifts())
    {
    }

    /// <summary>Private bytes less what the heap holds.</summary>
    public Series NativeBesideHeap { get; }

    /// <summary>
    /// Private bytes less what the collector has committed. Each of the two rises by itself when the collector frees memory without
    /// giving it back, or touches memory that it had committed before; both rise only when something else takes memory.
    /// </summary>
    public Series NativeBesideCommitted { get; }

    /// <summary>What the heap holds less the objects in it.</summary>
    public Series Holes { get; }

    /// <summary>Bytes of all objects.</summary>
    public Series Objects { get; }

    /// <summary>Private bytes, which is what reaches the limit.</summary>
    public Series Private { get; }

    /// <summary>Jumps of the memory beside the heap, which are in <see cref="Private"/> as well.</summary>
    public LevelShifts Shifts { get; }

    /// <summary>Private bytes at the newest summary.</summary>
    public long PrivateBytes { get; private set; }

    /// <summary>Bytes of holes at the newest summary.</summary>
    public long HoleBytes { get; private set; }

    /// <summary>Takes one summary.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="axis">The looks.</param>
    /// <param name="trending">False during warm-up.</param>
    public void Take(InstanceSummary summary, LookAxis axis, bool trending)
    {
        var heap = summary.Heap;
        var objects = heap.Bytes;
        HoleBytes = heap.FreeBytes > 0 ? heap.FreeBytes : Math.Max(0, summary.Memory.ManagedBytes - objects);
        var managed = Math.Max(summary.Memory.ManagedBytes, objects + HoleBytes);
        PrivateBytes = summary.Memory.PrivateBytes;

        Put(NativeBesideHeap, PrivateBytes - managed);
        Put(NativeBesideCommitted, PrivateBytes - Math.Max(managed, heap.BytesCommitted));
        Put(Holes, HoleBytes);
        Put(Objects, objects);
        Put(Private, PrivateBytes);
        if (trending && ShiftDetector.Size(this, axis) is > 0 and var bytes)
            Shifts.Add(axis.Looks - LevelShift.Held + 1, bytes);

        void Put(Series series, double value)
        {
            value = Math.Clamp(value, -(double)(1L << 50), 1L << 50);
            if (trending)
                series.Push(axis, value);
            else
                series.Remember(value);
        }
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer, LookAxis axis)
    {
        writer.Write(PrivateBytes);
        writer.Write(HoleBytes);
        NativeBesideHeap.Save(writer, axis);
        NativeBesideCommitted.Save(writer, axis);
        Holes.Save(writer, axis);
        Objects.Save(writer, axis);
        Private.Save(writer, axis);
        Shifts.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static ProcessSeries Load(BinaryReader reader, LookAxis axis)
    {
        var (privateBytes, holeBytes) = (reader.ReadInt64(), reader.ReadInt64());
        return new ProcessSeries(
            Series.Load(reader, axis), Series.Load(reader, axis), Series.Load(reader, axis), Series.Load(reader, axis), Series.Load(reader, axis), LevelShifts.Load(reader))
        {
            PrivateBytes = privateBytes,
            HoleBytes = holeBytes,
        };
    }
}
