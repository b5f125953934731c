using Fleet.Contracts.Heap;
using Google.Protobuf.Collections;

namespace Fleet.Contracts.Codec;

/// <summary>A named row of figures; tables of one kind have rows of one width.</summary>
internal readonly record struct FigureRow(TypeKey Key, long[] Figures)
{
    public bool IsEmpty => Array.TrueForAll(Figures, figure => figure == 0);
}

/// <summary>Small tables of named figures, whole or as the difference to an earlier one.</summary>
internal static class FigureTables
{
    /// <summary>The wire form: empty rows left out, rows of one name added up, in the order that both sides keep.</summary>
    /// <exception cref="ArgumentException">A negative figure.</exception>
    public static Wire.FigureTable? ToWire(IEnumerable<FigureRow> rows)
    {
        var byKey = new Dictionary<TypeKey, long[]>();
        foreach (var row in rows)
        {
            if (Array.Exists(row.Figures, figure => figure < 0))
                throw new ArgumentException($"The details of '{row.Key.Name}' have a negative figure.", nameof(rows));
            byKey[row.Key] = byKey.TryGetValue(row.Key, out var same) ? [.. same.Zip(row.Figures, (a, b) => checked(a + b))] : row.Figures;
        }

        return Write(byKey.Select(row => new FigureRow(row.Key, row.Value)).Where(row => !row.IsEmpty));
    }

    /// <summary>Reads the wire form; no table is an empty one.</summary>
    /// <exception cref="InvalidDataException">A table that no encoder writes.</exception>
    public static FigureRow[] Read(Wire.FigureTable? table, int width)
    {
        if (table is null)
            return [];
        if (table.Figures.Count != (long)table.Names.Count * width || (table.Modules.Count != 0 && table.Modules.Count != table.Names.Count))
            throw new InvalidDataException($"A table of details has {table.Names.Count} names, {table.Modules.Count} modules and {table.Figures.Count} figures.");
        if (table.Names.Count > CodecLimits.MostDetailRows)
            throw new InvalidDataException($"A table of details has {table.Names.Count} rows; at most {CodecLimits.MostDetailRows} are allowed.");
        if (table.Figures.Any(figure => figure < 0))
            throw new InvalidDataException("A table of details has a negative figure.");

        var rows = new FigureRow[table.Names.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new FigureRow(new TypeKey(table.Names[i], table.Modules.Count == 0 ? "" : table.Modules[i]), Slice(table.Figures, i, width));
        return rows;
    }

    /// <summary>What changed; null when nothing did.</summary>
    public static Wire.FigureTableDelta? Difference(Wire.FigureTable? previous, Wire.FigureTable? current, int width)
    {
        if (Equals(previous, current))
            return null;

        var now = Read(current, width).ToDictionary(row => row.Key, row => row.Figures);
        var delta = new Wire.FigureTableDelta();
        var place = 0;
        var before = 0;
        foreach (var row in Read(previous, width))
        {
            if (!now.Remove(row.Key, out var figures))
                figures = new long[width];
            if (!figures.AsSpan().SequenceEqual(row.Figures))
            {
                delta.RowGaps.Add((uint)(place - before));
                delta.Differences.AddRange(figures.Zip(row.Figures, (a, b) => a - b));
                before = place;
            }

            place++;
        }

        delta.Added = Write(now.Select(row => new FigureRow(row.Key, row.Value)));
        return delta;
    }

    /// <summary>The table that <see cref="Difference"/> made the delta from.</summary>
    /// <exception cref="InvalidDataException">A delta that does not fit the previous table.</exception>
    public static Wire.FigureTable? Apply(Wire.FigureTable? previous, Wire.FigureTableDelta? delta, int width)
    {
        if (delta is null)
            return previous;
        if (delta.Differences.Count != (long)delta.RowGaps.Count * width)
            throw new InvalidDataException($"The details change {delta.RowGaps.Count} rows by {delta.Differences.Count} figures.");

        var rows = Read(previous, width);
        long place = 0;
        for (var i = 0; i < delta.RowGaps.Count; i++)
        {
            place += delta.RowGaps[i];
            if (place >= rows.Length || (i > 0 && delta.RowGaps[i] == 0))
                throw new InvalidDataException($"The details change row {place} of {rows.Length}.");
            rows[place] = rows[place] with { Figures = [.. rows[place].Figures.Zip(Slice(delta.Differences, i, width), (a, b) => checked(a + b))] };
        }

        FigureRow[] all = [.. rows.Where(row => !row.IsEmpty), .. Read(delta.Added, width)];
        if (all.DistinctBy(row => row.Key).Count() != all.Length)
            throw new InvalidDataException("The details add a row that there is already.");
        var table = Write(all);
        Read(table, width); // its bounds
        return table;
    }

    private static Wire.FigureTable? Write(IEnumerable<FigureRow> rows)
    {
        FigureRow[] ordered =
        [
            .. rows.OrderByDescending(row => row.Figures[0])
                .ThenBy(row => row.Key.Name, StringComparer.Ordinal).ThenBy(row => row.Key.Module, StringComparer.Ordinal),
        ];
        if (ordered.Length == 0)
            return null;

        var table = new Wire.FigureTable();
        table.Names.AddRange(ordered.Select(row => row.Key.Name));
        if (Array.Exists(ordered, row => row.Key.Module.Length > 0))
            table.Modules.AddRange(ordered.Select(row => row.Key.Module));
        table.Figures.AddRange(ordered.SelectMany(row => row.Figures));
        return table;
    }

    private static long[] Slice(RepeatedField<long> figures, int row, int width)
    {
        var slice = new long[width];
        for (var i = 0; i < width; i++)
            slice[i] = figures[(row * width) + i];
        return slice;
    }
}
