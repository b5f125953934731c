using Fleet.Analysis.Statistics;

namespace Fleet.Analysis.Trends;

/// <summary>
/// The last jumps of a process's memory beside the heap, each between two looks, with the growth before and after it the same. A dump that
/// the runtime writes of itself leaves one: the memory stays taken, but it comes once, and is no rate. Jumps that keep coming are the way
/// in which something leaks, and are its rate.
/// </summary>
internal sealed class LevelShifts
{
    private const int Kept = 8;
    private const int LeastToRecur = 4;
    private const double GapsUntilOver = 4;
    private const double OfOneKind = 5;

    // Few processes ever have one.
    private readonly List<Shift> _shifts = [];

    /// <summary>Keeps a jump.</summary>
    /// <param name="look">The first look after it, counted from 1.</param>
    /// <param name="bytes">How far it went.</param>
    public void Add(long look, double bytes)
    {
        if (_shifts.Count == Kept)
            _shifts.RemoveAt(0);
        _shifts.Add(new Shift(look, (float)bytes));
    }

    /// <summary>Raises bins from before a jump to the level after it, all jumps alike.</summary>
    public void RaiseAll(LookAxis axis, int level, Span<double> floors)
    {
        foreach (var shift in _shifts)
            Raise(axis, level, floors, shift);
    }

    /// <summary>Raises bins from before a jump that is no growth to the level after it; false when there is none in the window.</summary>
    /// <param name="axis">The looks.</param>
    /// <param name="level">The level.</param>
    /// <param name="floors">Bins of the level's ring, the oldest first.</param>
    public bool RaiseWhatIsNoGrowth(LookAxis axis, int level, Span<double> floors)
    {
        if (_shifts.Count == 0)
            return false;

        var raised = false;
        var recurring = LargestThatRecurs(axis.Looks);
        foreach (var shift in _shifts)
            raised |= shift.Bytes > recurring && Raise(axis, level, floors, shift);
        return raised;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)_shifts.Count);
        foreach (var (look, bytes) in _shifts)
        {
            writer.Write(look);
            writer.Write(bytes);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static LevelShifts Load(BinaryReader reader)
    {
        var shifts = new LevelShifts();
        var count = reader.ReadByte();
        if (count > Kept)
            throw new InvalidDataException("The checkpoint holds an impossible number of jumps.");

        for (var i = 0; i < count; i++)
        {
            var (look, bytes) = (reader.ReadInt64(), reader.ReadSingle());
            if (!float.IsFinite(bytes) || bytes <= 0 || (i > 0 && look <= shifts._shifts[^1].Look))
                throw new InvalidDataException("The checkpoint holds an impossible jump.");
            shifts.Add(look, bytes);
        }

        return shifts;
    }

    // A bin holds its lowest look, which is one from before the jump unless all of it came after.
    private static bool Raise(LookAxis axis, int level, Span<double> floors, Shift shift)
    {
        var first = axis.Completed(level) - floors.Length;
        var raised = 0;
        while (raised < floors.Length && ((first + raised) << (2 * level)) + 1 < shift.Look)
            floors[raised++] += shift.Bytes;
        return raised > 0 && raised < floors.Length;
    }

    // What leaks in jumps does so in jumps of some kind, and goes on in its rhythm. Far larger ones are something else.
    private float LargestThatRecurs(long now)
    {
        if (_shifts.Count < LeastToRecur)
            return 0;

        Span<double> values = stackalloc double[_shifts.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = _shifts[i].Bytes;
        var largest = OfOneKind * Selection.Median(values);

        var gaps = -1;
        var last = 0L;
        foreach (var shift in _shifts)
        {
            if (shift.Bytes > largest)
                continue;
            if (gaps >= 0)
                values[gaps] = shift.Look - last;
            gaps++;
            last = shift.Look;
        }

        return gaps >= LeastToRecur - 1 && now - last <= GapsUntilOver * Selection.Median(values[..gaps]) ? (float)largest : 0;
    }

    private readonly record struct Shift(long Look, float Bytes);
}
