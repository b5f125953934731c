using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>
/// How many elements of each protocol an instance hosted over the looks of a <see cref="LookAxis"/>. More elements need more memory, but only
/// those of the protocol that the memory belongs to.
/// </summary>
internal sealed class ElementColumns
{
    private const int MostProtocols = 64;
    private const double NoteworthyChange = 1.02;

    // The rings, and the number at the first look of the day that has not ended.
    private const int Length = (LookAxis.Rings * LookAxis.Bins) + 1;

    private readonly Dictionary<string, int[]> _columns = new(StringComparer.Ordinal);

    /// <summary>Takes the elements at the look that <paramref name="axis"/> took last.</summary>
    public void Push(LookAxis axis, IReadOnlyList<HostedProtocol> protocols)
    {
        foreach (var protocol in protocols)
        {
            if (_columns.Count < MostProtocols && !_columns.ContainsKey(protocol.Name))
                _columns.Add(protocol.Name, new int[Length]);
        }

        foreach (var (name, bins) in _columns)
        {
            bins[LookAxis.Slot(0, axis.Looks - 1)] = Count(protocols, name);
            for (var level = 1; level < LookAxis.Levels && axis.IsFresh(level); level++)
            {
                // What grows has its floor at the start of a bin.
                var oldest = axis.Completed(level - 1) - LookAxis.Merged;
                bins[LookAxis.Slot(level, axis.Completed(level) - 1)] = bins[LookAxis.Slot(level - 1, oldest)];
            }

            if (axis.IsFresh(LookAxis.Days))
                bins[LookAxis.Slot(LookAxis.Days, axis.Completed(LookAxis.Days) - 1)] = bins[^1];
            if (axis.IsFresh(LookAxis.Days) || axis.Looks == 1)
                bins[^1] = bins[LookAxis.Slot(0, axis.Looks - 1)];
        }
    }

    /// <summary>Elements of one protocol over a level's ring, oldest first; false when they did not change noteworthily.</summary>
    /// <param name="axis">The looks.</param>
    /// <param name="level">The level.</param>
    /// <param name="protocol">The protocol; null for the one that grew most.</param>
    /// <param name="elements">As long as the ring.</param>
    public bool TryCopy(LookAxis axis, int level, string? protocol, Span<int> elements)
    {
        int[]? chosen = null;
        if (protocol is not null)
            _columns.TryGetValue(protocol, out chosen);

        if (chosen is null)
        {
            var most = 0.0;
            foreach (var bins in _columns.Values)
            {
                var growth = (1.0 + bins[Newest(axis, level)]) / (1 + bins[Oldest(axis, level)]);
                if (growth > most)
                    (most, chosen) = (growth, bins);
            }
        }

        if (chosen is null || elements.IsEmpty)
            return false;

        var first = axis.Completed(level) - elements.Length;
        var (lowest, highest) = (int.MaxValue, 0);
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = chosen[LookAxis.Slot(level, first + i)];
            lowest = Math.Min(lowest, elements[i]);
            highest = Math.Max(highest, elements[i]);
        }

        return highest > NoteworthyChange * lowest;
    }

    /// <summary>
    /// By how much a protocol has more elements now than it had at the start of the next coarser ring, which reaches back beyond that of a
    /// level; 1 where it has not, or none is known.
    /// </summary>
    /// <param name="axis">The looks.</param>
    /// <param name="level">The level.</param>
    /// <param name="protocol">The protocol; null for one that is not known.</param>
    public double GrowthBefore(LookAxis axis, int level, string? protocol)
    {
        if (protocol is null || !_columns.TryGetValue(protocol, out var bins) || level + 1 >= LookAxis.Levels || axis.Length(level + 1) == 0)
            return 1;

        var before = bins[Oldest(axis, level + 1)];
        return before == 0 ? 1 : Math.Max(1, bins[Newest(axis, 0)] / (double)before);
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_columns.Count);
        foreach (var (name, bins) in _columns)
        {
            writer.Write(name);
            foreach (var count in bins)
                writer.Write(count);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static ElementColumns Load(BinaryReader reader)
    {
        var columns = new ElementColumns();
        var count = reader.ReadInt32();
        if (count is < 0 or > MostProtocols)
            throw new InvalidDataException("The checkpoint holds an impossible number of protocols.");

        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            var bins = new int[Length];
            for (var bin = 0; bin < bins.Length; bin++)
                bins[bin] = reader.ReadInt32();
            columns._columns[name] = bins;
        }

        return columns;
    }

    private static int Newest(LookAxis axis, int level) => LookAxis.Slot(level, axis.Completed(level) - 1);

    private static int Oldest(LookAxis axis, int level) => LookAxis.Slot(level, axis.Completed(level) - axis.Length(level));

    // A process may host several versions of one protocol.
    private static int Count(IReadOnlyList<HostedProtocol> protocols, string name)
    {
        var sum = 0L;
        foreach (var protocol in protocols)
        {
            if (protocol.Name == name)
                sum += Math.Max(0, protocol.Elements);
        }

        return (int)Math.Min(int.MaxValue, sum);
    }
}
