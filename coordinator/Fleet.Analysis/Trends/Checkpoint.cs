using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Fleet.Analysis.Trends;

/// <summary>The binary form of a <see cref="TrendState"/>: a mark, a version, the state, and an XxHash64 over all of it.</summary>
internal static class Checkpoint
{
    private const uint Mark = 0x52544C46; // "FLTR"
    private const ushort Version = 10;
    private const int HashBytes = sizeof(ulong);
    private const int HeaderBytes = sizeof(uint) + sizeof(ushort);

    /// <summary>Writes a state.</summary>
    public static byte[] Write(TrendState state)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Mark);
        writer.Write(Version);
        state.Save(writer);
        writer.Flush();
        writer.Write(XxHash64.HashToUInt64(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="InvalidDataException">It is damaged or of another version.</exception>
    public static TrendState Read(ReadOnlySpan<byte> checkpoint, AnalysisOptions options)
    {
        if (checkpoint.Length < HeaderBytes + HashBytes || BinaryPrimitives.ReadUInt32LittleEndian(checkpoint) != Mark)
            throw new InvalidDataException("Not a checkpoint of trends.");
        if (BinaryPrimitives.ReadUInt16LittleEndian(checkpoint[sizeof(uint)..]) is var version && version != Version)
            throw new InvalidDataException($"The checkpoint has version {version}, not {Version}.");
        var body = checkpoint[..^HashBytes];
        if (XxHash64.HashToUInt64(body) != BinaryPrimitives.ReadUInt64LittleEndian(checkpoint[^HashBytes..]))
            throw new InvalidDataException("The checkpoint is damaged.");

        return Parse(body[HeaderBytes..], options);
    }

    /// <summary>Reads what lies between header and hash.</summary>
    internal static TrendState Parse(ReadOnlySpan<byte> body, AnalysisOptions options)
    {
        using var stream = new MemoryStream(body.ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var state = TrendState.Load(reader, options);
            return stream.Position == stream.Length ? state : throw new InvalidDataException("The checkpoint is longer than its content.");
        }
        catch (Exception e) when (e is IOException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"The checkpoint is damaged: {e.Message}", e);
        }
    }
}
