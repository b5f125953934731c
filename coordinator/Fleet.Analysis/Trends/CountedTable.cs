using System.Runtime.InteropServices;

namespace Fleet.Analysis.Trends;

/// <summary>The few names of a kind that grew most, to say who is to blame for the growth of all. Bounded: when there are too many, the bar is raised.</summary>
internal sealed class CountedTable
{
    /// <summary>Most names.</summary>
    public const int MostThings = 8;

    private readonly List<CountedThing> _things = [];
    private long _bar; // At or below it, a name is not worth keeping.

    /// <summary>The one that grew most of late; null when none grew.</summary>
    public CountedThing? Culprit => _things.Where(thing => thing.Growth > 0).OrderByDescending(thing => thing.Growth).ThenBy(thing => thing.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Takes the counts of a look; names that are not among them have none.</summary>
    /// <param name="counts">By name.</param>
    /// <param name="look">Number of the look after warm-up; 0 during it.</param>
    public void Take(IEnumerable<(string Name, string Module, long Count)> counts, long look)
    {
        var known = _things.ToDictionary(thing => (thing.Name, thing.Module));
        var seen = new HashSet<CountedThing>();
        foreach (var (name, module, count) in counts)
        {
            if (!known.TryGetValue((name, module), out var thing))
            {
                if (count <= _bar)
                    continue;

                // It was below the bar so far; taking it for at the bar makes its growth seem smaller, never larger.
                thing = new CountedThing(name, module);
                thing.Assume(_bar);
                known.Add((name, module), thing);
                _things.Add(thing);
            }

            if (seen.Add(thing))
                thing.Take(count, look);
        }

        foreach (var thing in CollectionsMarshal.AsSpan(_things))
        {
            if (!seen.Contains(thing))
                thing.Take(0, look);
        }

        if (_things.Count > MostThings)
            DropLeast();
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_bar);
        writer.Write(_things.Count);
        foreach (var thing in _things)
            thing.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static CountedTable Load(BinaryReader reader)
    {
        var table = new CountedTable { _bar = reader.ReadInt64() };
        var count = reader.ReadInt32();
        if (count is < 0 or > MostThings)
            throw new InvalidDataException("The checkpoint holds an impossible number of counted things.");
        for (var i = 0; i < count; i++)
            table._things.Add(CountedThing.Load(reader));
        return table._things.DistinctBy(thing => (thing.Name, thing.Module)).Count() == count
            ? table
            : throw new InvalidDataException("The checkpoint counts one thing twice.");
    }

    private void DropLeast()
    {
        _things.Sort(static (a, b) => b.Growth != a.Growth ? b.Growth.CompareTo(a.Growth)
            : b.Count != a.Count ? b.Count.CompareTo(a.Count)
            : string.CompareOrdinal(a.Name, b.Name));
        foreach (var thing in CollectionsMarshal.AsSpan(_things)[MostThings..])
            _bar = Math.Max(_bar, thing.Count);
        _things.RemoveRange(MostThings, _things.Count - MostThings);
    }
}
