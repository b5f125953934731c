using Fleet.Contracts.Heap;
using Fleet.Contracts.Wire;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Codec;

/// <summary>
/// Encodes the summaries of one agent's stream: a type's name is sent once, then only what changed since the instance's previous summary.
/// One encoder per stream, and a new one after every reconnect. Not thread-safe.
/// </summary>
/// <param name="mostFrameBytes">Largest frame that the stream carries.</param>
public sealed class SummaryStreamEncoder(int mostFrameBytes = CodecLimits.MostFrameBytes)
{
    private Dictionary<TypeKey, uint> _types = [];
    private Dictionary<uint, StreamBase> _bases = [];

    // What the other side may still hold, ended instances included: it need not forget when we do.
    private long _nameChars;
    private long _rows;
    private int _instances;

    /// <summary>Encodes the next summary. When this throws, the encoder is as it was before.</summary>
    /// <param name="sequence">Of the spool; ascends on a stream.</param>
    /// <param name="instanceRef">What the instance was announced as on this stream.</param>
    /// <param name="summary">The summary. Rows without objects are left out, rows of one type are added up.</param>
    /// <exception cref="SummaryTooLargeException">The frame would be larger than the stream carries.</exception>
    /// <exception cref="ArgumentException">A row that no heap has.</exception>
    public SummaryFrame Encode(ulong sequence, uint instanceRef, InstanceSummary summary)
    {
        var reset = _types.Count > CodecLimits.MostStreamTypes
            || _nameChars > CodecLimits.MostStreamNameChars
            || _rows > CodecLimits.MostStreamRows
            || _instances >= CodecLimits.MostStreamInstances;
        var known = reset ? [] : _types;
        var previous = reset ? null : _bases.GetValueOrDefault(instanceRef);

        var (table, newTypes) = Number(TypeTable.ByType(summary.Heap.Types), known);
        var totals = summary.Heap.ToTotals();
        var details = summary.Heap.Details?.ToWire();
        var body = new SummaryBody
        {
            TakenAt = Timestamp.FromDateTimeOffset(summary.TakenAt),
            Trigger = summary.Trigger.ToWire(),
            CommandId = summary.CommandId ?? "",
            Types_ = TypeColumnsCodec.Difference(previous?.Table, table),
        };
        TypeNames.Add(newTypes, body.NewTypeNames, body.NewTypeModules, body.NewModuleNames);
        if (previous is null || !previous.Protocols.SequenceEqual(summary.Protocols))
            body.Protocols = new HostedProtocols { Protocols = { summary.Protocols.Select(HostedProtocolMapping.ToWire) } };
        if (previous is null)
        {
            body.Memory = summary.Memory.ToWire();
            body.Heap = totals;
        }
        else
        {
            body.MemoryDelta = summary.Memory.DifferenceTo(previous.Memory, summary.TakenAt);
            body.HeapDelta = totals.DifferenceTo(previous.Heap);
        }

        if (previous?.Details is { } before)
            body.DetailsDelta = details.DifferenceTo(before);
        else
            body.Details = details;

        var frame = ToFrame(sequence, instanceRef, previous?.Sequence ?? 0, reset, body, summary);
        Remember(reset, instanceRef, newTypes, new StreamBase(sequence, [.. summary.Protocols], summary.Memory, totals, details, table));
        return frame;
    }

    /// <summary>Forgets an instance that ended; a late summary of it is sent whole.</summary>
    public void Forget(uint instanceRef) => _bases.Remove(instanceRef);

    private static (NumberedRow[] Table, TypeKey[] NewTypes) Number(Dictionary<TypeKey, TypeValues> byType, Dictionary<TypeKey, uint> known)
    {
        TypeKey[] newTypes = [.. byType.Keys.Where(type => !known.ContainsKey(type))];
        Array.Sort(newTypes, TypeTable.ByModuleAndName);

        var table = new NumberedRow[byType.Count];
        var row = 0;
        foreach (var (type, values) in byType)
        {
            if (known.TryGetValue(type, out var typeRef))
                table[row++] = new NumberedRow(typeRef, values);
        }

        for (var i = 0; i < newTypes.Length; i++)
            table[row++] = new NumberedRow((uint)(known.Count + i), byType[newTypes[i]]);
        Array.Sort(table, static (a, b) => a.TypeRef.CompareTo(b.TypeRef));
        return (table, newTypes);
    }

    private SummaryFrame ToFrame(ulong sequence, uint instanceRef, ulong baseSequence, bool reset, SummaryBody body, InstanceSummary summary)
    {
        var size = body.CalculateSize();
        if (size > CodecLimits.MostBodyBytes)
            throw new SummaryTooLargeException($"The summary of {summary.Instance} takes {size} bytes; at most {CodecLimits.MostBodyBytes} can be sent.");
        var (compression, bytes) = BodyCompression.Pack(body.ToByteArray());
        var frame = new SummaryFrame
        {
            Sequence = sequence,
            InstanceRef = instanceRef,
            BaseSequence = baseSequence,
            Compression = compression,
            Body = UnsafeByteOperations.UnsafeWrap(bytes),
            Reset = reset,
        };
        return frame.CalculateSize() <= mostFrameBytes
            ? frame
            : throw new SummaryTooLargeException(
                $"The summary of {summary.Instance} with {summary.Heap.Types.Count} types takes {frame.CalculateSize()} bytes; at most {mostFrameBytes} can be sent.");
    }

    private void Remember(bool reset, uint instanceRef, TypeKey[] newTypes, StreamBase newBase)
    {
        if (reset)
        {
            _types = [];
            _bases = [];
            _nameChars = _rows = _instances = 0;
        }

        foreach (var type in newTypes)
        {
            _types.Add(type, (uint)_types.Count);
            _nameChars += type.Name.Length + type.Module.Length;
        }

        if (_bases.TryGetValue(instanceRef, out var previous))
            _rows -= previous.Table.Length;
        else
            _instances++;
        _rows += newBase.Table.Length;
        _bases[instanceRef] = newBase;
    }
}
