using Fleet.Contracts.Codec;
using Fleet.Contracts.Wire;
using Google.Protobuf;

namespace Fleet.Contracts.Tests.Codec;

/// <summary>Decoders under bytes that were changed at random: they decode or refuse, and nothing else.</summary>
public sealed class DamagedBytesTests
{
    private const int Rounds = 12_000;

    [Fact]
    public void A_record_with_damaged_bytes_is_decoded_or_refused_and_nothing_else()
    {
        var packed = SummaryRecordCodec.Encode(Realistic.First(40));
        byte[] plain = [(byte)Compression.None, .. BodyCompression.Unpack((Compression)packed[0], packed.AsSpan(1))];
        var random = new Random(1);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                SummaryRecordCodec.Decode(Damaged(round % 3 == 0 ? packed : plain, random));
            }
            catch (InvalidDataException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Rounds / 4, Rounds);
    }

    [Fact]
    public void A_frame_with_damaged_bytes_is_decoded_or_refused_and_nothing_else()
    {
        var first = Realistic.First(40);
        var encoder = new SummaryStreamEncoder();
        var full = encoder.Encode(1, 1, first);
        var delta = encoder.Encode(2, 1, Realistic.Next(first, 0.5, 1));
        var plain = new SummaryFrame(delta)
        {
            Compression = Compression.None,
            Body = ByteString.CopyFrom(BodyCompression.Unpack(delta.Compression, delta.Body.Span)),
        };
        var random = new Random(2);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var decoder = new SummaryStreamDecoder();
            SummaryStreamTests.Decode(decoder, full, first);
            var source = round % 4 == 0 ? delta : plain;
            var frame = new SummaryFrame(source) { Body = ByteString.CopyFrom(Damaged(source.Body.ToByteArray(), random)) };
            try
            {
                SummaryStreamTests.Decode(decoder, frame, first);
            }
            catch (MalformedFrameException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Rounds / 4, Rounds);
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var more = new byte[random.Next(1, 40)];
                random.NextBytes(more);
                return [.. bytes, .. more];
            case 2:
                var from = random.Next(bytes.Length);
                var to = random.Next(from, bytes.Length);
                return [.. bytes[..to], .. bytes[from..]];
            default:
                var copy = bytes.ToArray();
                for (var i = random.Next(1, 5); i > 0; i--)
                    copy[random.Next(copy.Length)] = (byte)random.Next(256);
                return copy;
        }
    }
}
