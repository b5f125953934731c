using Fleet.Contracts.Heap;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Codec;

/// <summary>
/// A summary as self-contained bytes: one byte that names the compression, then a <see cref="Wire.SummaryRecord"/>.
/// It needs no state of a stream, so it is what is stored and what is handed from part to part.
/// </summary>
public static class SummaryRecordCodec
{
    private static readonly MessageParser<Wire.SummaryRecord> Parser = Wire.SummaryRecord.Parser.WithDiscardUnknownFields(true);

    /// <summary>Encodes a summary. Rows without objects are left out, rows of one type are added up.</summary>
    /// <exception cref="ArgumentException">A row that no heap has: negative figures, or generations that do not add up.</exception>
    /// <exception cref="SummaryTooLargeException">More than <see cref="CodecLimits.MostTypes"/> types or <see cref="CodecLimits.MostBodyBytes"/> bytes.</exception>
    public static byte[] Encode(InstanceSummary summary)
    {
        var record = new Wire.SummaryRecord
        {
            Instance = summary.Instance.ToWire(summary.Heap.Process.Name, summary.Heap.Process.Bits),
            TakenAt = Timestamp.FromDateTimeOffset(summary.TakenAt),
            Trigger = summary.Trigger.ToWire(),
            Protocols = { summary.Protocols.Select(HostedProtocolMapping.ToWire) },
            Memory = summary.Memory.ToWire(),
            Heap = summary.Heap.ToTotals(),
            Details = summary.Heap.Details?.ToWire(),
            CommandId = summary.CommandId ?? "",
        };
        AddTypes(record, summary.Heap.Types);
        var size = record.CalculateSize();
        if (size > CodecLimits.MostBodyBytes)
            throw new SummaryTooLargeException($"The summary of {summary.Instance} takes {size} bytes; at most {CodecLimits.MostBodyBytes} can be stored.");

        var (compression, bytes) = BodyCompression.Pack(record.ToByteArray());
        var encoded = new byte[1 + bytes.Length];
        encoded[0] = (byte)compression;
        bytes.Span.CopyTo(encoded.AsSpan(1));
        return encoded;
    }

    /// <summary>Decodes what <see cref="Encode"/> wrote; rows come most bytes first.</summary>
    /// <exception cref="InvalidDataException">Damaged bytes; the message says in one line what is wrong.</exception>
    public static InstanceSummary Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IsEmpty)
            throw new InvalidDataException("The summary record is empty.");
        try
        {
            var body = BodyCompression.Unpack((Wire.Compression)encoded[0], encoded[1..]);
            OuterFields.Check(
                body,
                (Wire.SummaryRecord.ProtocolsFieldNumber, CodecLimits.MostProtocolBytes),
                (Wire.SummaryRecord.DetailsFieldNumber, CodecLimits.MostDetailBytes));
            return ToSummary(Parser.ParseFrom(body));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or OverflowException)
        {
            throw new InvalidDataException($"The summary record is damaged: {e.Message}", e);
        }
    }

    private static void AddTypes(Wire.SummaryRecord record, IReadOnlyList<TypeRow> rows)
    {
        var byType = TypeTable.ByType(rows);
        TypeKey[] types = [.. byType.Keys];
        Array.Sort(types, TypeTable.ByModuleAndName);

        TypeNames.Add(types, record.TypeNames, record.TypeModules, record.ModuleNames);
        NumberedRow[] table = [.. types.Select((type, i) => new NumberedRow((uint)i, byType[type]))];
        record.Types_ = TypeColumnsCodec.Difference([], table);
    }

    private static InstanceSummary ToSummary(Wire.SummaryRecord record)
    {
        var instance = record.Instance.ToIdentity();
        var process = new ProcessDescription(record.Instance.ProcessName, instance.Pid, instance.StartedAt, record.Instance.Bits);
        var types = TypeNames.Read(record.TypeNames, record.TypeModules, record.ModuleNames);
        var table = TypeColumnsCodec.Apply([], record.Types_ ?? new Wire.TypeColumns(), types.Length);
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = record.TakenAt.ToTime("taken_at"),
            Trigger = record.Trigger.ToContract(),
            Protocols = record.Protocols.ToContract(),
            Memory = record.Memory.ToContract(),
            Heap = record.Heap.ToSummary(process, TypeTable.ToRows(table, types)) with { Details = record.Details.ToContract() },
            CommandId = record.CommandId.Length == 0 ? null : record.CommandId,
        };
    }
}
