using System.Diagnostics.CodeAnalysis;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>The types of an instance that are big enough to have a series. Bounded: when there are too many, the bar is raised.</summary>
internal sealed class TypeTable
{
    /// <summary>Most types with a series; at about 850 bytes each, names included.</summary>
    public const int MostSeries = 192;

    private const long FirstBar = 8 * 1024;
    private const int KeptWhenFull = MostSeries * 3 / 4;

    private readonly Dictionary<TypeKey, TypeSeries> _types = new(TypeKeyComparer.Instance);

    /// <summary>Bytes from which on a type gets a series.</summary>
    public long Bar { get; private set; } = FirstBar;

    /// <summary>All that have one.</summary>
    public Dictionary<TypeKey, TypeSeries>.ValueCollection All => _types.Values;

    /// <summary>One type's series.</summary>
    public bool TryGet(TypeKey key, [NotNullWhen(true)] out TypeSeries? series) => _types.TryGetValue(key, out series);

    /// <summary>Takes the rows of one summary; types that are not among them have no objects.</summary>
    public void Take(IReadOnlyList<TypeRow> rows, LookAxis axis)
    {
        foreach (var type in _types.Values)
            type.Clear();

        foreach (ref readonly var row in rows.InPlace())
        {
            // Far below the bar nothing has a series, or what has one may as well be taken for nothing.
            if (row.Bytes < FirstBar / 2)
                continue;

            if (!_types.TryGetValue(row.Key, out var type))
            {
                if (row.Bytes < Bar)
                    continue;

                // It was below the bar so far; taking it for just below makes its growth seem smaller, never larger.
                type = new TypeSeries(row.Key, new Series(axis, Bar));
                _types.Add(row.Key, type);
            }

            type.Add(row);
        }

        if (_types.Count > MostSeries)
            DropSmallest();
    }

    /// <summary>
    /// Module of the QAction that a type without one belongs to, because its name is made of that QAction's types; of several QActions with a
    /// type of that name, the one that has the most of it. Null when there is none here.
    /// </summary>
    public string? OwnerModule(TypeSeries type)
    {
        if (type.Owner is not null)
            return null;

        foreach (var name in TypeNames.In(type.Key.Name))
        {
            var owner = _types.Values
                .Where(other => other.Owner is not null && TypeNames.IsOrIsNestedIn(name, other.Key.Name))
                .OrderByDescending(other => other.Bytes).ThenBy(other => other.Key.Module, StringComparer.Ordinal)
                .FirstOrDefault();
            if (owner is not null)
                return owner.Key.Module;
        }

        return null;
    }

    /// <summary>Writes everything.</summary>
    public void Save(BinaryWriter writer, LookAxis axis)
    {
        writer.Write(Bar);
        writer.Write(_types.Count);
        foreach (var type in _types.Values)
            type.Save(writer, axis);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TypeTable Load(BinaryReader reader, LookAxis axis)
    {
        var table = new TypeTable { Bar = reader.ReadInt64() };
        var count = reader.ReadInt32();
        if (count is < 0 or > MostSeries)
            throw new InvalidDataException("The checkpoint holds an impossible number of series.");

        for (var i = 0; i < count; i++)
        {
            var type = TypeSeries.Load(reader, axis);
            if (!table._types.TryAdd(type.Key, type))
                throw new InvalidDataException($"The checkpoint holds two series of {type.Key.Name}.");
        }

        return table;
    }

    private void DropSmallest()
    {
        var bySize = _types.Values
            .OrderByDescending(type => type.Floors.Since != 0)
            .ThenByDescending(type => type.Bytes)
            .ThenBy(type => type.Key.Name, StringComparer.Ordinal)
            .ThenBy(type => type.Key.Module, StringComparer.Ordinal)
            .Skip(KeptWhenFull)
            .ToList();
        foreach (var type in bySize)
            _types.Remove(type.Key);
        Bar = Math.Max(Bar, bySize[0].Bytes);
    }
}
