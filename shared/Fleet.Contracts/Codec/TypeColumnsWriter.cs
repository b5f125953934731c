namespace Fleet.Contracts.Codec;

/// <summary>Fills columns row by row, in ascending order of type references.</summary>
internal sealed class TypeColumnsWriter
{
    private readonly GenerationColumnWriter[] _generations = [new(), new(), new(), new(), new()];
    private uint _lastRef;
    private uint _row;

    public Wire.TypeColumns Columns
    {
        get
        {
            field.Gen0 = _generations[0].Column;
            field.Gen1 = _generations[1].Column;
            field.Loh = _generations[2].Column;
            field.Poh = _generations[3].Column;
            field.Frozen = _generations[4].Column;
            return field;
        }
    } = new();

    public void Add(uint typeRef, TypeValues before, TypeValues after)
    {
        var columns = Columns;
        columns.TypeRefGaps.Add(typeRef - _lastRef);
        columns.Counts.Add(after.Count - before.Count);
        columns.BytesResiduals.Add(after.Bytes - TypeColumnsCodec.PredictBytes(before, after.Count));
        if (after.Count > 0)
        {
            _generations[0].Add(_row, after.Gen0 - before.Gen0);
            _generations[1].Add(_row, after.Gen1 - before.Gen1);
            _generations[2].Add(_row, after.Loh - before.Loh);
            _generations[3].Add(_row, after.Poh - before.Poh);
            _generations[4].Add(_row, after.Frozen - before.Frozen);
        }

        _lastRef = typeRef;
        _row++;
    }

    /// <summary>One generation's column; none when nothing changed in it.</summary>
    private sealed class GenerationColumnWriter
    {
        private uint _lastRow;

        public Wire.GenerationColumn? Column { get; private set; }

        public void Add(uint row, long difference)
        {
            if (difference == 0)
                return;
            Column ??= new Wire.GenerationColumn();
            Column.RowGaps.Add(row - _lastRow);
            Column.Bytes.Add(difference);
            _lastRow = row;
        }
    }
}
