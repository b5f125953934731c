namespace Fleet.Contracts.Codec;

/// <summary>Reads columns row by row and believes nothing.</summary>
internal sealed class TypeColumnsReader(Wire.TypeColumns columns)
{
    private readonly GenerationColumnReader _gen0 = new(columns.Gen0);
    private readonly GenerationColumnReader _gen1 = new(columns.Gen1);
    private readonly GenerationColumnReader _loh = new(columns.Loh);
    private readonly GenerationColumnReader _poh = new(columns.Poh);
    private readonly GenerationColumnReader _frozen = new(columns.Frozen);
    private long _typeRef;

    public long NextTypeRef(int row)
    {
        var gap = columns.TypeRefGaps[row];
        if (gap == 0 && row > 0)
            throw new InvalidDataException($"The type references do not ascend at row {row}.");
        return _typeRef += gap;
    }

    public TypeValues Next(int row, TypeValues before)
    {
        checked
        {
            var count = before.Count + columns.Counts[row];
            if (count < 0)
                throw new InvalidDataException($"The count of row {row} becomes negative.");
            var bytes = TypeColumnsCodec.PredictBytes(before, count) + columns.BytesResiduals[row];
            var after = new TypeValues(
                count,
                bytes,
                before.Gen0 + _gen0.At(row),
                before.Gen1 + _gen1.At(row),
                before.Loh + _loh.At(row),
                before.Poh + _poh.At(row),
                before.Frozen + _frozen.At(row));
            if (count == 0)
                return Gone(row, before, bytes);
            var withoutGen2 = after.Gen0 + after.Gen1 + after.Loh + after.Poh + after.Frozen;
            if ((after.Gen0 | after.Gen1 | after.Loh | after.Poh | after.Frozen) < 0 || withoutGen2 > bytes)
                throw new InvalidDataException($"The generations of row {row} do not fit its {bytes} bytes.");
            return after;
        }
    }

    public void CheckEnd()
    {
        if (!(_gen0.AtEnd && _gen1.AtEnd && _loh.AtEnd && _poh.AtEnd && _frozen.AtEnd))
            throw new InvalidDataException("A generation's column names rows that there are not.");
    }

    private static TypeValues Gone(int row, TypeValues before, long bytes)
    {
        if (before.Count == 0)
            throw new InvalidDataException($"Row {row} has no objects and had none before.");
        if (bytes != 0)
            throw new InvalidDataException($"Row {row} has {bytes} bytes and no objects.");
        return default;
    }

    /// <summary>One generation's column.</summary>
    private sealed class GenerationColumnReader
    {
        private readonly Wire.GenerationColumn? _column;
        private int _index;
        private long _row;

        public GenerationColumnReader(Wire.GenerationColumn? column)
        {
            if (column is not null && column.RowGaps.Count != column.Bytes.Count)
                throw new InvalidDataException($"A generation's column has {column.RowGaps.Count} rows and {column.Bytes.Count} values.");
            _column = column is { RowGaps.Count: > 0 } ? column : null;
            _row = _column?.RowGaps[0] ?? 0;
        }

        public bool AtEnd => _column is null || _index == _column.RowGaps.Count;

        public long At(int row)
        {
            if (AtEnd || _row != row)
                return 0;
            var difference = _column!.Bytes[_index++];
            if (!AtEnd)
            {
                var gap = _column.RowGaps[_index];
                if (gap == 0)
                    throw new InvalidDataException("The rows of a generation's column do not ascend.");
                _row += gap;
            }

            return difference;
        }
    }
}
