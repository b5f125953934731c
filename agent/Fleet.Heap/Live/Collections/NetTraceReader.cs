using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Fleet.Heap.Live.Collections;

/// <summary>
/// Picks the moments of collections out of a stream of events in the nettrace format, version 4
/// (https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat_v5.md and its predecessor): objects with a
/// name each, of which blocks hold events, and events have headers that name only what changed since the one before.
/// </summary>
internal sealed class NetTraceReader(Stream stream)
{
    private const uint BackgroundType = 1;
    private const uint ForegroundType = 2;
    private const int LargestBlock = 1 << 22;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;
    private const byte NullReference = 1;

    // As in the runtime's manifest, https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/ClrEtwAll.man.
    private static readonly Dictionary<(string Provider, uint Id), CollectionEventKind> s_known = new()
    {
        [(CollectionEventSession.Provider, 1)] = CollectionEventKind.Start,
        [(CollectionEventSession.Provider, 2)] = CollectionEventKind.End,
        [(CollectionEventSession.PrivateProvider, 15)] = CollectionEventKind.Sweep, // BGC2ndNonConEnd
        [(CollectionEventSession.PrivateProvider, 17)] = CollectionEventKind.Swept, // BGC2ndConEnd
    };

    private readonly Dictionary<uint, CollectionEventKind> _kinds = [];
    private readonly byte[] _small = new byte[64];
    private byte[] _block = new byte[1 << 14];
    private long _frequency = Stopwatch.Frequency;

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads to the end of the stream.</summary>
    /// <param name="found">Told of each moment, from this thread.</param>
    /// <exception cref="InvalidDataException">It is not what it should be.</exception>
    /// <exception cref="IOException">It broke off.</exception>
    public void ReadAll(Action<CollectionEvent> found)
    {
        Expect("Nettrace"u8);
        if (Int32() != 20)
            throw new InvalidDataException("The stream of events does not start as one.");

        Expect("!FastSerialization.1"u8);
        while (Tag() is BeginObject)
        {
            if (Tag() != BeginObject || Tag() != NullReference)
                throw new InvalidDataException("An object in the stream of events has no type.");

            _ = Int32();
            _ = Int32();
            var name = Name();
            if (Tag() != EndObject)
                throw new InvalidDataException("The type of an object in the stream of events has no end.");

            Object(name, found);
            if (Tag() != EndObject)
                throw new InvalidDataException("An object in the stream of events has no end.");
        }
    }

    private void Object(string name, Action<CollectionEvent> found)
    {
        if (name == "Trace")
        {
            // date and time, then the clock: its value at that time, ticks a second; then four numbers of no interest
            Fill(_small.AsSpan(0, 48));
            _frequency = Math.Max(1, BinaryPrimitives.ReadInt64LittleEndian(_small.AsSpan(24)));
            return;
        }

        var length = Int32();
        if (length is < 0 or > LargestBlock)
            throw new InvalidDataException($"A block of {length} bytes in the stream of events.");

        Fill(_small.AsSpan(0, (int)((4 - BytesRead % 4) % 4)));
        if (_block.Length < length)
            _block = new byte[length];
        Fill(_block.AsSpan(0, length));
        if (name is "EventBlock" or "MetadataBlock")
            Block(new NetTraceBlock(_block.AsSpan(0, length)), name == "MetadataBlock", found);
    }

    private void Block(NetTraceBlock block, bool metadata, Action<CollectionEvent> found)
    {
        while (block.Next())
        {
            if (metadata)
                Define(block.Payload);
            else if (_kinds.TryGetValue(block.MetadataId, out var kind))
                found(Event(kind, OnOurClock(block.At), block.Payload));
        }
    }

    // Number, generation, and of a start also reason and type; a sweep has none of them.
    private static CollectionEvent Event(CollectionEventKind kind, long at, ReadOnlySpan<byte> payload)
    {
        if (kind is CollectionEventKind.Sweep or CollectionEventKind.Swept)
            return new CollectionEvent(at, kind, 0, 2);
        if (payload.Length < (kind == CollectionEventKind.Start ? 16 : 8))
            throw new InvalidDataException($"An event of a collection with {payload.Length} bytes.");

        if (kind == CollectionEventKind.Start)
            kind = StartOf(UInt32(payload[12..]));
        return new CollectionEvent(at, kind, UInt32(payload), (int)Math.Min(2, UInt32(payload[4..])));
    }

    private static CollectionEventKind StartOf(uint type) => type switch
    {
        BackgroundType => CollectionEventKind.BackgroundStart,
        ForegroundType => CollectionEventKind.ForegroundStart,
        _ => CollectionEventKind.Start,
    };

    // Id, provider, event id: whatever of the definition is behind them is of no interest.
    private void Define(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 4)
            return;

        var id = UInt32(payload);
        var rest = payload[4..];
        var nameBytes = 0;
        while (nameBytes + 1 < rest.Length && (rest[nameBytes] | rest[nameBytes + 1]) != 0)
            nameBytes += 2;
        if (nameBytes + 6 > rest.Length)
            return;

        if (s_known.TryGetValue((Encoding.Unicode.GetString(rest[..nameBytes]), UInt32(rest[(nameBytes + 2)..])), out var kind))
            _kinds[id] = kind;
    }

    private long OnOurClock(long ticks) =>
        _frequency == Stopwatch.Frequency ? ticks : (long)((Int128)ticks * Stopwatch.Frequency / _frequency);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private string Name()
    {
        var length = Int32();
        if (length < 0 || length > _small.Length)
            throw new InvalidDataException($"A name of {length} bytes in the stream of events.");

        Fill(_small.AsSpan(0, length));
        return Encoding.UTF8.GetString(_small.AsSpan(0, length));
    }

    private void Expect(ReadOnlySpan<byte> wanted)
    {
        Fill(_small.AsSpan(0, wanted.Length));
        if (!_small.AsSpan(0, wanted.Length).SequenceEqual(wanted))
            throw new InvalidDataException("The stream of events does not start as one.");
    }

    private byte Tag()
    {
        Fill(_small.AsSpan(0, 1));
        return _small[0];
    }

    private int Int32()
    {
        Fill(_small.AsSpan(0, 4));
        return BinaryPrimitives.ReadInt32LittleEndian(_small);
    }

    private void Fill(Span<byte> buffer)
    {
        stream.ReadExactly(buffer);
        BytesRead += buffer.Length;
    }
}
