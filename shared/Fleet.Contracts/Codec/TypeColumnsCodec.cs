using Google.Protobuf.Collections;

namespace Fleet.Contracts.Codec;

/// <summary>
/// The difference between two histograms, in columns. A whole histogram is its difference to the empty one, so there is one path for both.
/// Bytes are predicted from the count: most objects of a type have one size, so most residuals are 0 and compress to nothing.
/// </summary>
internal static class TypeColumnsCodec
{
    /// <summary>What turns <paramref name="from"/> into <paramref name="to"/>; both ascend by type reference.</summary>
    public static Wire.TypeColumns Difference(ReadOnlySpan<NumberedRow> from, ReadOnlySpan<NumberedRow> to)
    {
        var writer = new TypeColumnsWriter();
        int i = 0, j = 0;
        while (i < from.Length || j < to.Length)
        {
            if (j == to.Length || (i < from.Length && from[i].TypeRef < to[j].TypeRef))
            {
                writer.Add(from[i].TypeRef, from[i].Values, default);
                i++;
            }
            else if (i == from.Length || to[j].TypeRef < from[i].TypeRef)
            {
                writer.Add(to[j].TypeRef, default, to[j].Values);
                j++;
            }
            else
            {
                if (from[i].Values != to[j].Values)
                    writer.Add(to[j].TypeRef, from[i].Values, to[j].Values);
                i++;
                j++;
            }
        }

        return writer.Columns;
    }

    /// <summary>Applies what <see cref="Difference"/> made.</summary>
    /// <param name="from">What the difference was made against, ascending by type reference.</param>
    /// <param name="columns">From outside.</param>
    /// <param name="typeCount">References below this are known.</param>
    /// <exception cref="InvalidDataException">Columns that no encoder writes.</exception>
    /// <exception cref="OverflowException">Figures beyond 64 bits.</exception>
    public static NumberedRow[] Apply(ReadOnlySpan<NumberedRow> from, Wire.TypeColumns columns, int typeCount)
    {
        var rows = columns.TypeRefGaps.Count;
        if (columns.Counts.Count != rows || columns.BytesResiduals.Count != rows)
            throw new InvalidDataException($"The columns have {rows} references, {columns.Counts.Count} counts and {columns.BytesResiduals.Count} residuals.");
        if (rows > typeCount)
            throw new InvalidDataException($"The columns have {rows} rows for {typeCount} known types.");

        var reader = new TypeColumnsReader(columns);
        var result = new List<NumberedRow>(from.Length + rows);
        var i = 0;
        for (var row = 0; row < rows; row++)
        {
            var typeRef = reader.NextTypeRef(row);
            if (typeRef >= typeCount)
                throw new InvalidDataException($"The type reference {typeRef} was never defined.");
            while (i < from.Length && from[i].TypeRef < typeRef)
                result.Add(from[i++]);
            var before = i < from.Length && from[i].TypeRef == typeRef ? from[i++].Values : default;
            var after = reader.Next(row, before);
            if (after.Count > 0)
                result.Add(new NumberedRow((uint)typeRef, after));
        }

        reader.CheckEnd();
        result.AddRange(from[i..]);
        return result.Count <= CodecLimits.MostTypes
            ? [.. result]
            : throw new InvalidDataException($"The summary has {result.Count} types; at most {CodecLimits.MostTypes} are allowed.");
    }

    /// <summary>What the bytes would be if the objects that came or went had the mean size of those before; saturating.</summary>
    public static long PredictBytes(TypeValues before, long count)
    {
        if (before.Count == 0)
            return 0;
        var predicted = before.Bytes + ((Int128)(count - before.Count) * before.Bytes / before.Count);
        return (long)Int128.Min(predicted, long.MaxValue);
    }
}
