using System.Text.Json;

namespace Fleet.LeakLab.Baselines;

/// <summary>A recorded series, read as any other tool would read it.</summary>
internal sealed class RecordedFleet
{
    private readonly Dictionary<(string Node, int Pid, DateTime StartedAt), RecordedInstance> _instances = [];

    public IEnumerable<RecordedInstance> Instances => _instances.Values;

    public int Summaries { get; private set; }

    public int SkippedLines { get; private set; }

    /// <summary>First and last moment, UTC.</summary>
    public DateTime From { get; private set; } = DateTime.MaxValue;

    /// <inheritdoc cref="From"/>
    public DateTime To { get; private set; } = DateTime.MinValue;

    /// <summary>Reads a file of the replay format that is not compressed.</summary>
    public static RecordedFleet Read(string file)
    {
        var fleet = new RecordedFleet();
        foreach (var line in File.ReadLines(file))
        {
            try
            {
                fleet.Add(line);
            }
            catch (JsonException)
            {
                // What the format says: counted and skipped.
                fleet.SkippedLines++;
            }
        }

        foreach (var instance in fleet.Instances)
            instance.Sort();
        return fleet;
    }

    private void Add(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var process = root.GetProperty("process");
        var key = (root.GetProperty("node").GetString()!, process.GetProperty("pid").GetInt32(), process.GetProperty("startedAt").GetDateTime());
        if (!_instances.TryGetValue(key, out var instance))
            _instances.Add(key, instance = new RecordedInstance(key.Item1, key.Item2, key.Item3));
        var at = root.GetProperty("at").GetDateTime();
        Summaries++;
        (From, To) = (at < From ? at : From, at > To ? at : To);
        instance.Add(at, root);
    }
}

/// <summary>One instance of a recorded series.</summary>
internal sealed class RecordedInstance(string node, int pid, DateTime startedAt)
{
    private List<(string Type, string Module, long Bytes)> _last = [];
    private readonly SortedDictionary<DateTime, (long Private, List<(string Type, string Module, long Bytes)> Rows)> _looks = [];

    public string Node { get; } = node;

    public int Pid { get; } = pid;

    public DateTime StartedAt { get; } = startedAt;

    /// <summary>0: none known.</summary>
    public long LimitBytes { get; private set; }

    /// <summary>When it was looked at, ascending.</summary>
    public List<DateTime> Looks { get; } = [];

    /// <summary>The same in hours since the first.</summary>
    public double[] Hours { get; private set; } = [];

    public List<long> PrivateBytes { get; } = [];

    /// <summary>Bytes of each type at each look; 0 where it is missing.</summary>
    public Dictionary<(string Type, string Module), double[]> Types { get; } = [];

    public void Add(DateTime at, JsonElement root)
    {
        var memory = root.GetProperty("memory");
        LimitBytes = memory.GetProperty("limitBytes").GetInt64();
        var rows = new List<(string Type, string Module, long Bytes)>(_last.Count);
        foreach (var row in root.GetProperty("types").EnumerateArray())
        {
            // Rows come in about the same order each time: names are taken from the last look where they are the same.
            var known = rows.Count < _last.Count && row[0].ValueEquals(_last[rows.Count].Type) && row[1].ValueEquals(_last[rows.Count].Module);
            rows.Add((known ? _last[rows.Count].Type : row[0].GetString()!, known ? _last[rows.Count].Module : row[1].GetString()!, row[3].GetInt64()));
        }

        _looks[at] = (memory.GetProperty("privateBytes").GetInt64(), rows);
        _last = rows;
    }

    /// <summary>Turns what was added into series.</summary>
    public void Sort()
    {
        foreach (var (at, (privateBytes, rows)) in _looks)
        {
            foreach (var (type, module, bytes) in rows)
            {
                if (!Types.TryGetValue((type, module), out var series))
                    Types.Add((type, module), series = new double[_looks.Count]);
                series[Looks.Count] += bytes;
            }

            Looks.Add(at);
            PrivateBytes.Add(privateBytes);
        }

        _looks.Clear();
        Hours = [.. Looks.Select(at => (at - Looks[0]).TotalHours)];
    }
}
