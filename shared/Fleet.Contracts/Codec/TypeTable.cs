using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Codec;

/// <summary>What a histogram row says of its type. Generation 2 is what is left of the bytes.</summary>
internal readonly record struct TypeValues(long Count, long Bytes, long Gen0, long Gen1, long Loh, long Poh, long Frozen)
{
    public long Gen2 => Bytes - Gen0 - Gen1 - Loh - Poh - Frozen;

    public TypeRow ToRow(TypeKey key) => new(key.Name, key.Module, Count, Bytes, Gen0, Gen1, Gen2, Loh, Poh, Frozen);

    public static TypeValues operator +(TypeValues a, TypeValues b) => checked(new(
        a.Count + b.Count, a.Bytes + b.Bytes, a.Gen0 + b.Gen0, a.Gen1 + b.Gen1, a.Loh + b.Loh, a.Poh + b.Poh, a.Frozen + b.Frozen));
}

/// <summary>A row under the number that stands for its type.</summary>
internal readonly record struct NumberedRow(uint TypeRef, TypeValues Values);

/// <summary>Histograms as the codec handles them.</summary>
internal static class TypeTable
{
    /// <summary>Rows by type: empty ones left out, rows of one type added up, invariants checked.</summary>
    /// <exception cref="ArgumentException">A row that no heap has.</exception>
    /// <exception cref="SummaryTooLargeException">Too many rows.</exception>
    public static Dictionary<TypeKey, TypeValues> ByType(IReadOnlyList<TypeRow> rows)
    {
        if (rows.Count > CodecLimits.MostTypes)
            throw new SummaryTooLargeException($"The summary has {rows.Count} types; at most {CodecLimits.MostTypes} can be sent.");
        var byType = new Dictionary<TypeKey, TypeValues>(rows.Count);
        foreach (var row in rows)
        {
            if ((row.Count | row.Bytes | row.Gen0 | row.Gen1 | row.Gen2 | row.Loh | row.Poh | row.Frozen) < 0)
                throw new ArgumentException($"The row of type '{row.Name}' has a negative figure.", nameof(rows));
            var values = new TypeValues(row.Count, row.Bytes, row.Gen0, row.Gen1, row.Loh, row.Poh, row.Frozen);
            if (values.Gen2 != row.Gen2)
                throw new ArgumentException($"The generations of type '{row.Name}' do not add up to its {row.Bytes} bytes.", nameof(rows));
            if (row.Count == 0 && row.Bytes != 0)
                throw new ArgumentException($"The row of type '{row.Name}' has {row.Bytes} bytes and no object.", nameof(rows));
            if (row.Count > 0)
                byType[row.Key] = byType.TryGetValue(row.Key, out var same) ? same + values : values;
        }

        return byType;
    }

    /// <summary>Order in which types are numbered: like names next to each other compress best.</summary>
    public static int ByModuleAndName(TypeKey a, TypeKey b)
    {
        var byModule = string.CompareOrdinal(a.Module, b.Module);
        return byModule != 0 ? byModule : string.CompareOrdinal(a.Name, b.Name);
    }

    /// <summary>Rows for a summary: most bytes first, ties by name, so that the same table always reads the same.</summary>
    public static TypeRow[] ToRows(ReadOnlySpan<NumberedRow> table, IReadOnlyList<TypeKey> types)
    {
        var rows = new TypeRow[table.Length];
        for (var i = 0; i < table.Length; i++)
            rows[i] = table[i].Values.ToRow(types[(int)table[i].TypeRef]);
        Array.Sort(rows, static (a, b) =>
        {
            var byBytes = b.Bytes.CompareTo(a.Bytes);
            return byBytes != 0 ? byBytes : ByModuleAndName(a.Key, b.Key);
        });
        return rows;
    }
}
