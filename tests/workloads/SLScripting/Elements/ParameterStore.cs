namespace SLScripting.Elements;

/// <summary>An element's parameters and tables. Safe for use by several threads: QActions start threads of their own.</summary>
internal sealed class ParameterStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, object?> _values = [];
    private readonly Dictionary<int, Dictionary<string, object?[]>> _tables = [];

    public object? Get(int id)
    {
        lock (_gate)
            return _values.GetValueOrDefault(id);
    }

    public void Set(int id, object? value)
    {
        lock (_gate)
            _values[id] = value;
    }

    /// <summary>Writes rows by their key, which is the first cell.</summary>
    /// <param name="replace">Whether all other rows go.</param>
    /// <returns>The number of rows then.</returns>
    public int Fill(int tableId, IEnumerable<object?[]> rows, bool replace)
    {
        lock (_gate)
        {
            var table = Table(tableId);
            if (replace)
                table.Clear();
            foreach (var row in rows)
                table[Key(row)] = row;

            return table.Count;
        }
    }

    public bool Add(int tableId, object?[] row)
    {
        lock (_gate)
            return Table(tableId).TryAdd(Key(row), row);
    }

    /// <summary>Writes those cells that have a value.</summary>
    public bool Update(int tableId, string key, object?[] cells)
    {
        lock (_gate)
        {
            if (!Table(tableId).TryGetValue(key, out var row))
                return false;

            for (var i = 0; i < Math.Min(row.Length, cells.Length); i++)
                row[i] = cells[i] ?? row[i];

            return true;
        }
    }

    public int Delete(int tableId, string key)
    {
        lock (_gate)
        {
            Table(tableId).Remove(key);
            return Table(tableId).Count;
        }
    }

    public object?[]? Row(int tableId, string key)
    {
        lock (_gate)
            return (object?[]?)Table(tableId).GetValueOrDefault(key)?.Clone();
    }

    public string[] Keys(int tableId)
    {
        lock (_gate)
            return [.. Table(tableId).Keys];
    }

    public int Count(int tableId)
    {
        lock (_gate)
            return Table(tableId).Count;
    }

    private Dictionary<string, object?[]> Table(int id)
    {
        if (!_tables.TryGetValue(id, out var table))
            _tables.Add(id, table = []);

        return table;
    }

    private static string Key(object?[] row) => Convert.ToString(row[0], System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
