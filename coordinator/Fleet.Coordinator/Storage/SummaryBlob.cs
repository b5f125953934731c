using System.Buffers;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using Fleet.Contracts.Wire;
using Fleet.Coordinator.Wire;
using Google.Protobuf;
using ZstdSharp;

namespace Fleet.Coordinator.Storage;

/// <summary>
/// A summary as the snapshot log holds it: the wire's body with the log's own type numbers, every row in full, ordered by number,
/// compressed. Short columns of small numbers are what compresses best.
/// </summary>
internal static class SummaryBlob
{
    private const int Level = 1;
    private const int LargestBlob = 1 << 30;

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    /// <summary>Encodes a summary; <paramref name="typeIds"/> are the numbers of its rows' types, in their order.</summary>
    public static byte[] Encode(InstanceSummary summary, int[] typeIds)
    {
        var body = new SummaryBody
        {
            TakenAt = summary.TakenAt.ToTimestamp(),
            Trigger = summary.Trigger.ToWire(),
            Protocols = new HostedProtocols(),
            Memory = summary.Memory.ToWire(),
            Heap = summary.Heap.ToTotals(),
            Details = summary.Heap.Details?.ToWire(),
            Types_ = Columns(summary.Heap.Types, typeIds),
            CommandId = summary.CommandId ?? "",
        };
        body.Protocols.Protocols.AddRange(summary.Protocols.Select(p => p.ToWire()));

        var size = body.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            body.WriteTo(buffer.AsSpan(0, size));
            return (_compressor ??= new Compressor(Level)).Wrap(buffer.AsSpan(0, size)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static InstanceSummary Decode(InstanceIdentity instance, string processName, int bits, byte[] blob, TypeDictionary dictionary)
    {
        SummaryBody body;
        try
        {
            body = SummaryBody.Parser.ParseFrom((_decompressor ??= new Decompressor()).Unwrap(blob, LargestBlob));
        }
        catch (Exception e) when (e is ZstdException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException($"A summary of {instance} in the snapshot log is damaged: {e.Message}", e);
        }

        var process = new ProcessDescription(processName, instance.Pid, instance.StartedAt, bits);
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = body.TakenAt.ToDateTimeOffset(),
            Trigger = body.Trigger.ToContract(),
            Protocols = body.Protocols.Protocols.ToContract(),
            Memory = body.Memory.ToContract(),
            Heap = body.Heap.ToSummary(process, Rows(body.Types_, dictionary)) with { Details = body.Details.ToContract() },
            CommandId = body.CommandId.Length > 0 ? body.CommandId : null,
        };
    }

    private static TypeColumns Columns(IReadOnlyList<TypeRow> rows, int[] typeIds)
    {
        var ids = typeIds.ToArray();
        var order = Enumerable.Range(0, ids.Length).ToArray();
        Array.Sort(ids, order);
        var columns = new TypeColumns();
        columns.TypeRefGaps.Capacity = columns.Counts.Capacity = columns.BytesResiduals.Capacity = ids.Length;
        var before = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            var row = rows[order[i]];
            columns.TypeRefGaps.Add((uint)(ids[i] - before));
            before = ids[i];
            columns.Counts.Add(row.Count);
            columns.BytesResiduals.Add(row.Bytes);
        }

        columns.Gen0 = Generation(rows, order, r => r.Gen0);
        columns.Gen1 = Generation(rows, order, r => r.Gen1);
        columns.Loh = Generation(rows, order, r => r.Loh);
        columns.Poh = Generation(rows, order, r => r.Poh);
        columns.Frozen = Generation(rows, order, r => r.Frozen);
        return columns;
    }

    private static GenerationColumn Generation(IReadOnlyList<TypeRow> rows, int[] order, Func<TypeRow, long> bytes)
    {
        var column = new GenerationColumn();
        var before = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var value = bytes(rows[order[i]]);
            if (value == 0)
                continue;
            column.RowGaps.Add((uint)(i - before));
            column.Bytes.Add(value);
            before = i;
        }

        return column;
    }

    private static TypeRow[] Rows(TypeColumns columns, TypeDictionary dictionary)
    {
        var count = columns.TypeRefGaps.Count;
        if (columns.Counts.Count != count || columns.BytesResiduals.Count != count)
            throw new InvalidDataException("The columns of a summary in the snapshot log are not equally long.");

        var gen0 = Expand(columns.Gen0, count);
        var gen1 = Expand(columns.Gen1, count);
        var loh = Expand(columns.Loh, count);
        var poh = Expand(columns.Poh, count);
        var frozen = Expand(columns.Frozen, count);
        var rows = new TypeRow[count];
        var id = 0;
        for (var i = 0; i < count; i++)
        {
            id += (int)columns.TypeRefGaps[i];
            var type = dictionary.Type(id);
            var bytes = columns.BytesResiduals[i];
            var gen2 = bytes - gen0[i] - gen1[i] - loh[i] - poh[i] - frozen[i];
            rows[i] = new TypeRow(type.Name, type.Module, columns.Counts[i], bytes, gen0[i], gen1[i], gen2, loh[i], poh[i], frozen[i]);
        }

        Array.Sort(rows, static (a, b) => b.Bytes.CompareTo(a.Bytes));
        return rows;
    }

    private static long[] Expand(GenerationColumn? column, int count)
    {
        var values = new long[count];
        var row = 0;
        for (var i = 0; i < (column?.RowGaps.Count ?? 0); i++)
        {
            row += (int)column!.RowGaps[i];
            values[row] = column.Bytes[i];
        }

        return values;
    }
}
