using System.Buffers.Binary;
using System.IO.Hashing;
using Fleet.Contracts.Codec;

namespace Fleet.Agent.Spool;

/// <summary>
/// How a record lies in a segment: magic (4 bytes), length of the payload (4), sequence (8), time of append in ms since 1970 UTC (8),
/// XxHash3 over those three and the payload (8), payload. Little-endian.
/// </summary>
internal static class RecordFormat
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Longest payload that is believed.</summary>
    public const int MostPayloadBytes = CodecLimits.MostBodyBytes + 1;

    private const int HashAt = 24;

    /// <summary>What a record starts with; a search for the next sound record looks for it.</summary>
    public static ReadOnlySpan<byte> Magic => "FSR1"u8;

    /// <summary>Lays a record out.</summary>
    public static byte[] Write(ulong sequence, long appendedAt, ReadOnlySpan<byte> payload)
    {
        var record = new byte[HeaderBytes + payload.Length];
        Magic.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), sequence);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(16), appendedAt);
        payload.CopyTo(record.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(HashAt), Hash(record));
        return record;
    }

    /// <summary>Length of the payload of the record that starts here; false when none can start here.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> header, out int length)
    {
        length = 0;
        if (header.Length < HeaderBytes || !header.StartsWith(Magic))
            return false;
        length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        return length is >= 0 and <= MostPayloadBytes;
    }

    /// <summary>Whether a whole record is as it was written.</summary>
    public static bool IsSound(ReadOnlySpan<byte> record) =>
        TryReadLength(record, out var length)
        && record.Length == HeaderBytes + length
        && BinaryPrimitives.ReadUInt64LittleEndian(record[HashAt..]) == Hash(record);

    /// <summary>Of a sound record.</summary>
    public static ulong Sequence(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(record[8..]);

    /// <summary>Of a sound record; ms since 1970 UTC.</summary>
    public static long AppendedAt(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[16..]);

    private static ulong Hash(ReadOnlySpan<byte> record)
    {
        var hash = new XxHash3();
        hash.Append(record[4..HashAt]);
        hash.Append(record[HeaderBytes..]);
        return hash.GetCurrentHashAsUInt64();
    }
}
