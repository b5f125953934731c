namespace Fleet.Contracts.Codec;

/// <summary>
/// Looks over a protobuf message before it is parsed. An empty nested message takes two bytes on the wire and fifty in memory,
/// and a hostile body compresses a thousandfold: without this check a small frame could cost gigabytes.
/// </summary>
internal static class OuterFields
{
    /// <summary>Throws <see cref="InvalidDataException"/> when the message has too many fields, or too many bytes in one of them.</summary>
    /// <param name="message">Unparsed.</param>
    /// <param name="bounds">Fields whose bytes count together, each with the number of bytes that it may have in all.</param>
    public static void Check(ReadOnlySpan<byte> message, params ReadOnlySpan<(int Field, int MostBytes)> bounds)
    {
        Span<long> left = stackalloc long[bounds.Length];
        for (var i = 0; i < bounds.Length; i++)
            left[i] = bounds[i].MostBytes;
        for (var fields = 0; message.Length > 0; fields++)
        {
            if (fields == CodecLimits.MostOuterFields)
                throw new InvalidDataException($"The body has more than {CodecLimits.MostOuterFields} fields.");
            var tag = ReadVarint(ref message);
            switch (tag & 7)
            {
                case 0:
                    ReadVarint(ref message);
                    break;
                case 1:
                    Skip(ref message, 8);
                    break;
                case 2:
                    var length = ReadVarint(ref message);
                    Skip(ref message, length);
                    for (var i = 0; i < bounds.Length; i++)
                    {
                        if (tag >> 3 == (uint)bounds[i].Field && (left[i] -= (long)length) < 0)
                            throw new InvalidDataException($"Field {bounds[i].Field} of the body has more than {bounds[i].MostBytes} bytes.");
                    }

                    break;
                case 5:
                    Skip(ref message, 4);
                    break;
                default:
                    throw new InvalidDataException($"The body has a field of the unknown wire type {tag & 7}.");
            }
        }
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i == message.Length)
                throw new InvalidDataException("The body ends within a field.");
            value |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("The body has a number of more than 64 bits.");
    }

    private static void Skip(ref ReadOnlySpan<byte> message, ulong bytes)
    {
        if (bytes > (ulong)message.Length)
            throw new InvalidDataException("The body ends within a field.");
        message = message[(int)bytes..];
    }
}
