using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.Contracts.Wire;
using Google.Protobuf;

namespace Fleet.Contracts.Codec;

/// <summary>
/// Decodes what a <see cref="SummaryStreamEncoder"/> on the other end of a stream wrote. One decoder per stream; not thread-safe.
/// After a <see cref="MalformedFrameException"/> the stream can't be understood any further: close it.
/// </summary>
public sealed class SummaryStreamDecoder
{
    private static readonly MessageParser<SummaryBody> Parser = SummaryBody.Parser.WithDiscardUnknownFields(true);

    private readonly List<TypeKey> _types = [];
    private readonly Dictionary<uint, StreamBase> _bases = [];
    private long _nameChars;
    private long _rows;
    private ulong _sequence;

    /// <summary>Decodes the next frame; rows come most bytes first.</summary>
    /// <param name="frame">From outside; nothing in it is believed.</param>
    /// <param name="instance">What <see cref="SummaryFrame.InstanceRef"/> was announced as on this stream.</param>
    /// <param name="processName">Of the announcement.</param>
    /// <param name="bits">Of the announcement.</param>
    /// <exception cref="MalformedFrameException">The frame is not what an encoder writes; the message says in one line why.</exception>
    public InstanceSummary Decode(SummaryFrame frame, InstanceIdentity instance, string processName, int bits)
    {
        try
        {
            return DecodeChecked(frame, instance, new ProcessDescription(processName, instance.Pid, instance.StartedAt, bits));
        }
        catch (Exception e) when (e is InvalidDataException or InvalidProtocolBufferException or OverflowException)
        {
            throw new MalformedFrameException($"Summary frame {frame.Sequence} of {instance} is malformed: {e.Message}", e);
        }
    }

    /// <summary>Forgets an instance that ended. A correct encoder refers to it no more.</summary>
    public void Forget(uint instanceRef)
    {
        if (_bases.Remove(instanceRef, out var forgotten))
            _rows -= forgotten.Table.Length;
    }

    private InstanceSummary DecodeChecked(SummaryFrame frame, InstanceIdentity instance, ProcessDescription process)
    {
        if (frame.Sequence <= _sequence)
            throw new InvalidDataException($"The sequence must be greater than {_sequence}, that of the frame before.");
        if (frame.Reset)
            Reset();
        var previous = FindBase(frame);
        var unpacked = BodyCompression.Unpack(frame.Compression, frame.Body.Span);
        OuterFields.Check(
            unpacked,
            (SummaryBody.ProtocolsFieldNumber, CodecLimits.MostProtocolBytes),
            (SummaryBody.DetailsFieldNumber, CodecLimits.MostDetailBytes),
            (SummaryBody.DetailsDeltaFieldNumber, CodecLimits.MostDetailBytes));
        var body = Parser.ParseFrom(unpacked);

        Define(body);
        var table = TypeColumnsCodec.Apply(previous?.Table, body.Types_ ?? new TypeColumns(), _types.Count);
        var takenAt = body.TakenAt.ToTime("taken_at");
        var protocols = body.Protocols?.Protocols.ToContract() ?? previous?.Protocols ?? throw Missing("protocols");
        var memory = previous is null ? body.Memory.ToContract() : (body.MemoryDelta ?? throw Missing("memory_delta")).Apply(previous.Memory, takenAt);
        var totals = previous is null ? body.Heap : (body.HeapDelta ?? throw Missing("heap_delta")).Apply(previous.Heap);
        var details = body.Details ?? (body.DetailsDelta is { } delta ? delta.Apply(previous?.Details) : previous?.Details);
        var heap = totals.ToSummary(process, TypeTable.ToRows(table, _types)) with { Details = details.ToContract() };

        Remember(frame.InstanceRef, new StreamBase(frame.Sequence, protocols, memory, totals, details, table));
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = takenAt,
            Trigger = body.Trigger.ToContract(),
            Protocols = protocols,
            Memory = memory,
            Heap = heap,
            CommandId = body.CommandId.Length == 0 ? null : body.CommandId,
        };
    }

    private static InvalidDataException Missing(string field) => new($"The field {field} is missing.");

    private StreamBase? FindBase(SummaryFrame frame)
    {
        if (frame.BaseSequence == 0)
            return null;
        if (!_bases.TryGetValue(frame.InstanceRef, out var previous))
            throw new InvalidDataException($"It is a difference to summary {frame.BaseSequence}, but none of the instance came before.");
        return previous.Sequence == frame.BaseSequence
            ? previous
            : throw new InvalidDataException($"It is a difference to summary {frame.BaseSequence}, but the last one was {previous.Sequence}.");
    }

    private void Define(SummaryBody body)
    {
        var types = TypeNames.Read(body.NewTypeNames, body.NewTypeModules, body.NewModuleNames);
        if (_types.Count + types.Length > CodecLimits.MostStreamTypes + CodecLimits.MostTypes)
            throw new InvalidDataException($"The stream defines more than {CodecLimits.MostStreamTypes + CodecLimits.MostTypes} types.");
        _types.AddRange(types);
        foreach (var type in types)
            _nameChars += type.Name.Length + type.Module.Length;
        if (_nameChars > CodecLimits.MostStreamNameChars + CodecLimits.MostBodyBytes)
            throw new InvalidDataException("The stream defines types with too long names.");
    }

    private void Remember(uint instanceRef, StreamBase newBase)
    {
        Forget(instanceRef);
        _rows += newBase.Table.Length;
        _bases[instanceRef] = newBase;
        _sequence = newBase.Sequence;
        if (_rows > CodecLimits.MostStreamRows + CodecLimits.MostTypes)
            throw new InvalidDataException($"The stream keeps more than {CodecLimits.MostStreamRows + CodecLimits.MostTypes} rows as bases.");
        if (_bases.Count > CodecLimits.MostStreamInstances)
            throw new InvalidDataException($"The stream keeps more than {CodecLimits.MostStreamInstances} instances as bases.");
    }

    private void Reset()
    {
        _types.Clear();
        _bases.Clear();
        _nameChars = _rows = 0;
    }
}
