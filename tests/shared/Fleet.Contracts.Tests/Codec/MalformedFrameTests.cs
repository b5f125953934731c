using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Wire;
using Google.Protobuf;

namespace Fleet.Contracts.Tests.Codec;

public sealed class MalformedFrameTests
{
    private readonly InstanceSummary _summary = Realistic.First(20);

    [Fact]
    public void A_difference_to_a_summary_that_never_came_is_refused() =>
        Refused("none of the instance came before", frame => frame.BaseSequence = 5);

    [Fact]
    public void A_difference_to_another_summary_than_the_last_is_refused()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        SummaryStreamTests.Decode(decoder, encoder.Encode(1, 1, _summary), _summary);
        var lost = encoder.Encode(2, 1, Realistic.Next(_summary, 1, 1));
        var after = encoder.Encode(3, 1, Realistic.Next(_summary, 1, 2));
        Assert.Equal(2ul, lost.Sequence);
        var refusal = Assert.Throws<MalformedFrameException>(() => SummaryStreamTests.Decode(decoder, after, _summary));
        Assert.Contains("the last one was 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_that_does_not_ascend_is_refused()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        var frame = encoder.Encode(1, 1, _summary);
        SummaryStreamTests.Decode(decoder, frame, _summary);
        Assert.Throws<MalformedFrameException>(() => SummaryStreamTests.Decode(decoder, frame, _summary));
    }

    [Fact]
    public void An_unknown_compression_is_refused() => Refused("compression 77", frame => frame.Compression = (Compression)77);

    [Fact]
    public void Bytes_that_are_not_compressed_are_refused() => Refused("can't be unpacked", frame => frame.Body = ByteString.CopyFromUtf8("no zstd frame at all"));

    [Fact]
    public void A_type_reference_that_was_never_defined_is_refused() => RefusedBody("never defined", body => body.Types_.TypeRefGaps[19] = 1000);

    [Fact]
    public void Type_references_that_do_not_ascend_are_refused() => RefusedBody("do not ascend", body => body.Types_.TypeRefGaps[3] = 0);

    [Fact]
    public void Columns_of_different_length_are_refused() => RefusedBody("residuals", body => body.Types_.Counts.RemoveAt(0));

    [Fact]
    public void A_type_without_a_module_is_refused()
    {
        RefusedBody("modules for them", body => body.NewTypeModules.RemoveAt(0));
        RefusedBody("is in module 900", body => body.NewTypeModules[3] = 900);
    }

    [Fact]
    public void A_negative_count_is_refused() => RefusedBody("becomes negative", body => body.Types_.Counts[0] = -1);

    [Fact]
    public void Counts_beyond_64_bits_are_refused()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        SummaryStreamTests.Decode(decoder, encoder.Encode(1, 1, _summary), _summary);
        var body = BodyOf(encoder.Encode(2, 1, Realistic.Next(_summary, 1, 1)));
        body.Types_.Counts[0] = long.MaxValue;
        var frame = new SummaryFrame { Sequence = 2, InstanceRef = 1, BaseSequence = 1, Compression = Compression.None, Body = body.ToByteString() };
        Assert.Throws<MalformedFrameException>(() => SummaryStreamTests.Decode(decoder, frame, _summary));
    }

    [Fact]
    public void Generations_beyond_the_bytes_are_refused() =>
        RefusedBody("do not fit", body => body.Types_.Poh = new GenerationColumn { RowGaps = { 0 }, Bytes = { 1L << 50 } });

    [Fact]
    public void A_generation_of_rows_that_are_not_there_is_refused() =>
        RefusedBody("rows that there are not", body => body.Types_.Frozen = new GenerationColumn { RowGaps = { 500 }, Bytes = { 8 } });

    [Fact]
    public void A_full_frame_without_totals_or_memory_is_refused()
    {
        RefusedBody("totals of the heap are missing", body => body.Heap = null);
        RefusedBody("memory sample is missing", body => body.Memory = null);
        RefusedBody("protocols is missing", body => body.Protocols = null);
        RefusedBody("taken_at is missing", body => body.TakenAt = null);
        RefusedBody("trigger", body => body.Trigger = Wire.LookTrigger.Unspecified);
        RefusedBody("impossible duration", body => body.Heap.PauseMs = double.NaN);
        RefusedBody("impossible duration", body => body.Heap.LongestPauseMs = -1);
        RefusedBody("negative figure", body => body.Heap.EstimateErrorBytes = -1);
        RefusedBody("no valid time", body => body.TakenAt.Seconds = long.MaxValue);
    }

    [Fact]
    public void A_small_frame_that_unfolds_to_more_than_is_allowed_is_refused()
    {
        using var compressor = new ZstdSharp.Compressor();
        var bomb = compressor.Wrap(new byte[CodecLimits.MostBodyBytes + 1]).ToArray();
        Assert.InRange(bomb.Length, 1, 100_000);
        Refused("can't be unpacked", frame => frame.Body = ByteString.CopyFrom(bomb));
    }

    [Fact]
    public void A_small_frame_that_unfolds_to_millions_of_empty_messages_is_refused_before_they_are_made()
    {
        byte[] emptyType = [(SummaryBody.NewTypeNamesFieldNumber << 3) | 2, 0];
        var body = new byte[40 << 20];
        for (var i = 0; i < body.Length; i++)
            body[i] = emptyType[i % 2];
        using var compressor = new ZstdSharp.Compressor();
        var bomb = ByteString.CopyFrom(compressor.Wrap(body));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused("fields", frame => frame.Body = bomb);
        // The unpacked body, and no more than that again.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2L * body.Length);
    }

    private static SummaryBody BodyOf(SummaryFrame frame) => SummaryBody.Parser.ParseFrom(BodyCompression.Unpack(frame.Compression, frame.Body.Span));

    private void RefusedBody(string reason, Action<SummaryBody> spoil) => Refused(reason, frame =>
    {
        var body = BodyOf(frame);
        spoil(body);
        frame.Body = body.ToByteString();
        frame.Compression = Compression.None;
    });

    private void Refused(string reason, Action<SummaryFrame> spoil)
    {
        var frame = new SummaryStreamEncoder().Encode(1, 1, _summary);
        spoil(frame);
        var refusal = Assert.Throws<MalformedFrameException>(() => SummaryStreamTests.Decode(new SummaryStreamDecoder(), frame, _summary));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
