using System.Buffers.Binary;

namespace Fleet.Heap.Live.Collections;

/// <summary>The events of one block. Each header has a byte that says which of its fields follow; the others are as before.</summary>
internal ref struct NetTraceBlock
{
    private const int CompressedHeaders = 1;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _payloadBytes;

    public NetTraceBlock(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        if (bytes.Length < 4)
            return;

        int header = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (header < 4 || header > bytes.Length)
            throw Damaged();
        if ((BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]) & CompressedHeaders) == 0)
            throw new InvalidDataException("A block in the stream of events has headers of an unknown kind.");

        _at = header;
    }

    /// <summary>What kind of event, as a metadata block defined it.</summary>
    public uint MetadataId { get; private set; }

    /// <summary>When, in ticks of the stream's clock.</summary>
    public long At { get; private set; }

    /// <summary>Its fields.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Goes on to the next event; false at the end.</summary>
    /// <exception cref="InvalidDataException">It reaches beyond the block.</exception>
    public bool Next()
    {
        if (_at >= _bytes.Length)
            return false;

        var flags = _bytes[_at++];
        if ((flags & 1) != 0)
            MetadataId = (uint)Number();
        if ((flags & 2) != 0)
        {
            _ = Number(); // sequence number
            _ = Number(); // capturing thread
            _ = Number(); // processor
        }

        if ((flags & 4) != 0)
            _ = Number(); // thread
        if ((flags & 8) != 0)
            _ = Number(); // stack
        At += (long)Number();
        if ((flags & 16) != 0)
            _at += 16; // activity
        if ((flags & 32) != 0)
            _at += 16; // related activity
        if ((flags & 128) != 0)
            _payloadBytes = (int)Math.Min(int.MaxValue, Number());
        if (_at > _bytes.Length || _payloadBytes > _bytes.Length - _at)
            throw Damaged();

        Payload = _bytes.Slice(_at, _payloadBytes);
        _at += _payloadBytes;
        return true;
    }

    private ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _bytes.Length)
                throw Damaged();

            var part = _bytes[_at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("An event reaches beyond its block in the stream of events.");
}
