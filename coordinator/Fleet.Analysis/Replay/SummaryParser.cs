using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.DataMiner.Names;

namespace Fleet.Analysis.Replay;

/// <summary>Reads one line of a replay file. Names are interned by their bytes, rows lie in pooled arrays. Not thread-safe.</summary>
internal sealed class SummaryParser
{
    private const int FirstRows = 256;
    private static readonly RuntimeDescription s_runtime = new("", "", ServerGc: false);

    private readonly ByteInterning<TypeKey> _types = new(ReadType);
    private readonly ByteInterning<string> _nodes = new(ReadNode);
    private readonly ByteInterning<ProcessDescription> _processes = new(ReplayProcess.Read);
    private readonly ByteInterning<IReadOnlyList<HostedProtocol>> _protocols = new(ReplayProtocols.Read);
    private readonly Dictionary<(string Node, ProcessDescription Process), InstanceIdentity> _instances = [];

    private TypeRow[] _rows = [];
    private int _count;

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It holds no summary.</exception>
    public ReplaySummary Parse(ReadOnlySpan<byte> line)
    {
        _rows = ArrayPool<TypeRow>.Shared.Rent(FirstRows);
        _count = 0;
        try
        {
            return ParseDocument(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            ArrayPool<TypeRow>.Shared.Return(_rows);
            // Text that is no valid UTF-8, or a value of another kind than expected.
            throw e as JsonException ?? new JsonException(e.Message, e);
        }
    }

    private ReplaySummary ParseDocument(ReadOnlySpan<byte> line)
    {
        DateTimeOffset? at = null;
        string? node = null;
        ProcessDescription? process = null;
        IReadOnlyList<HostedProtocol> protocols = [];
        var memory = default(ReplayMemory);

        var reader = new Utf8JsonReader(line);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "a summary is an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("at"u8))
                at = ReadTime(ref reader);
            else if (reader.ValueTextEquals("node"u8))
                node = _nodes.Get(RawValue(ref reader, line));
            else if (reader.ValueTextEquals("process"u8))
                process = _processes.Get(RawValue(ref reader, line));
            else if (reader.ValueTextEquals("protocols"u8))
                protocols = _protocols.Get(RawValue(ref reader, line));
            else if (reader.ValueTextEquals("memory"u8))
                memory = ReplayMemory.Read(ref reader);
            else if (reader.ValueTextEquals("types"u8))
                ReadRows(ref reader, line);
            else
                reader.Skip();
        }

        Expect(!reader.Read(), "there is more than one value");
        return Summary(
            at ?? throw new JsonException("'at' is missing."),
            node ?? throw new JsonException("'node' is missing."),
            process ?? throw new JsonException("'process' is missing."),
            protocols,
            memory);
    }

    private ReplaySummary Summary(
        DateTimeOffset at, string node, ProcessDescription process, IReadOnlyList<HostedProtocol> protocols, in ReplayMemory memory)
    {
        if (!_instances.TryGetValue((node, process), out var instance))
        {
            instance = new InstanceIdentity(node, process.Pid, process.StartedAt!.Value);
            _instances.Add((node, process), instance);
        }

        long objects = 0, bytes = 0, old = 0;
        foreach (ref readonly var row in _rows.AsSpan(0, _count))
        {
            objects += Math.Clamp(row.Count, 0, JsonNumbers.Most);
            bytes += Math.Clamp(row.Bytes, 0, JsonNumbers.Most);
            old += Math.Clamp(row.Gen2, 0, JsonNumbers.Most);
        }

        var summary = new InstanceSummary
        {
            Instance = instance,
            TakenAt = at,
            Trigger = LookTrigger.Schedule,
            Protocols = protocols,
            Memory = memory.At(at),
            Heap = new HeapSummary
            {
                Process = process,
                Runtime = s_runtime,
                Source = "replay",
                Objects = objects,
                Bytes = bytes,
                FreeBytes = 0,
                Complete = true,
                BytesWalked = bytes,
                BytesCommitted = 0,
                PauseMs = 0,
                WalkMs = 0,
                Attempts = 1,
                Generations = new GenerationTotals(default, default, new GenerationTotal(0, old), default, default, default),
                Types = new ArraySegment<TypeRow>(_rows, 0, _count),
            },
        };
        return new ReplaySummary(summary, _rows);
    }

    private void ReadRows(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        _count = 0;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;

        Expect(reader.TokenType == JsonTokenType.StartArray, "'types' is a list");
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            Expect(reader.TokenType == JsonTokenType.String, "a type's name is text");
            reader.Read();
            Expect(reader.TokenType is JsonTokenType.String or JsonTokenType.Null, "a type's module is text");
            var key = _types.Get(line[start..(int)reader.BytesConsumed]);
            var (count, bytes) = (JsonNumbers.Next(ref reader), JsonNumbers.Next(ref reader));
            var gen2 = bytes;
            if (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                gen2 = JsonNumbers.Value(ref reader);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    reader.Skip();
            }

            if (_count == _rows.Length)
                GrowRows();
            _rows[_count++] = new TypeRow(key.Name, key.Module, count, bytes, bytes - gen2, 0, gen2, 0, 0, 0);
        }

        Expect(reader.TokenType == JsonTokenType.EndArray, "a row of 'types' is a list");
    }

    private void GrowRows()
    {
        var larger = ArrayPool<TypeRow>.Shared.Rent(2 * _rows.Length);
        _rows.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<TypeRow>.Shared.Return(_rows);
        _rows = larger;
    }

    private static ReadOnlySpan<byte> RawValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[start..(int)reader.BytesConsumed];
    }

    private static DateTimeOffset ReadTime(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReplayProcess.Time(ref reader, "at");
    }

    private static TypeKey ReadType(ReadOnlySpan<byte> raw)
    {
        // Two values with a comma between them make a list.
        var list = new byte[raw.Length + 2];
        (list[0], list[^1]) = ((byte)'[', (byte)']');
        raw.CopyTo(list.AsSpan(1));
        var reader = new Utf8JsonReader(list);
        reader.Read();
        reader.Read();
        var name = reader.GetString()!;
        reader.Read();
        return new TypeKey(name, ModuleName.Normalise(reader.GetString()));
    }

    private static string ReadNode(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } node
            ? node
            : throw new JsonException("'node' is no name.");
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
            throw new JsonException($"{char.ToUpper(what[0], CultureInfo.InvariantCulture)}{what[1..]}, which this is not.");
    }
}
