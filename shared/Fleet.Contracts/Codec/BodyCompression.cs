using ZstdSharp;

namespace Fleet.Contracts.Codec;

/// <summary>zstd where it pays, and its opposite with a bound.</summary>
internal static class BodyCompression
{
    // Below this a zstd frame's own header eats what it could save.
    private const int LeastWorthCompressing = 64;

    // A body is compressed once per look and stored or sent for good: worth more than the fastest level.
    private const int Level = 12;

    public static (Wire.Compression Compression, ReadOnlyMemory<byte> Bytes) Pack(byte[] body)
    {
        if (body.Length < LeastWorthCompressing)
            return (Wire.Compression.None, body);
        using var compressor = new Compressor(Level);
        var packed = compressor.Wrap(body);
        return packed.Length < body.Length
            ? (Wire.Compression.Zstd, packed.ToArray())
            : (Wire.Compression.None, body);
    }

    public static ReadOnlySpan<byte> Unpack(Wire.Compression compression, ReadOnlySpan<byte> bytes)
    {
        switch (compression)
        {
            case Wire.Compression.None when bytes.Length <= CodecLimits.MostBodyBytes:
                return bytes;
            case Wire.Compression.None:
                throw new InvalidDataException($"The body has {bytes.Length} bytes; at most {CodecLimits.MostBodyBytes} are allowed.");
            case Wire.Compression.Zstd:
                try
                {
                    using var decompressor = new Decompressor();
                    return decompressor.Unwrap(bytes, CodecLimits.MostBodyBytes);
                }
                catch (ZstdException e)
                {
                    throw new InvalidDataException($"The compressed body can't be unpacked: {e.Message}", e);
                }

            default:
                throw new InvalidDataException($"The compression {(int)compression} is not known.");
        }
    }
}
