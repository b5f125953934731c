using CsCheck;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Wire;
using TypeRow = Fleet.Contracts.Heap.TypeRow;

namespace Fleet.Contracts.Tests.Codec;

public sealed class SummaryStreamTests
{
    [Fact]
    public void Any_stream_of_summaries_comes_back_as_it_was() => SummaryGen.Stream.Sample(
        stream =>
        {
            var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
            ulong sequence = 0;
            foreach (var (reference, summary) in stream)
                SummaryAssert.Same(summary, Decode(decoder, encoder.Encode(sequence += 3, reference, summary), summary));
        },
        iter: 300);

    [Fact]
    public void A_long_stream_stays_exact_while_types_come_and_go()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        var summary = Realistic.First(400);
        for (var look = 1; look <= 60; look++)
        {
            SummaryAssert.Same(summary, Decode(decoder, encoder.Encode((ulong)look, 1, summary), summary));
            summary = Realistic.Next(summary, 0.3, look);
            // A tenth goes, others come back or are met for the first time.
            TypeRow[] rows = [.. summary.Heap.Types.Where((_, i) => (i + look) % 10 != 0), new TypeRow($"Example.Late{look}", "Late", look, look * 24, 0, 0, look * 24, 0, 0, 0)];
            summary = summary with { Heap = summary.Heap with { Types = rows } };
        }
    }

    [Fact]
    public void A_forgotten_instance_is_sent_whole_again_and_understood()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        var summary = Realistic.First(50);
        Decode(decoder, encoder.Encode(1, 7, summary), summary);
        encoder.Forget(7);
        decoder.Forget(7);
        var late = encoder.Encode(2, 7, summary);
        Assert.Equal(0ul, late.BaseSequence);
        SummaryAssert.Same(summary, Decode(decoder, late, summary));
    }

    [Fact]
    public void A_summary_too_large_for_the_stream_leaves_the_encoder_as_it_was()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(mostFrameBytes: 2000), new SummaryStreamDecoder());
        var small = Realistic.First(10);
        Decode(decoder, encoder.Encode(1, 1, small), small);
        var refusal = Assert.Throws<SummaryTooLargeException>(() => encoder.Encode(2, 1, Realistic.First(1000)));
        Assert.Contains("1000 types", refusal.Message, StringComparison.Ordinal);

        var next = Realistic.Next(small, 1, 1);
        var frame = encoder.Encode(3, 1, next);
        Assert.Equal(1ul, frame.BaseSequence);
        SummaryAssert.Same(next, Decode(decoder, frame, next));
    }

    [Fact]
    public void A_stream_that_has_met_too_many_instances_starts_anew_and_goes_on()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        var summary = Realistic.First(3);
        var resets = 0;
        for (uint i = 1; i <= (2 * CodecLimits.MostStreamInstances) + 5; i++)
        {
            var frame = encoder.Encode(i, i, summary);
            encoder.Forget(i);
            resets += frame.Reset ? 1 : 0;
            SummaryAssert.Same(summary, Decode(decoder, frame, summary));
        }

        Assert.Equal(2, resets);
    }

    [Fact]
    public void A_stream_that_has_met_too_many_types_starts_anew_and_goes_on()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        var template = Realistic.First(1);
        List<bool> resets = [];
        for (var round = 0; round < 4; round++)
        {
            TypeRow[] rows = [.. Enumerable.Range(0, 90_000).Select(i => new TypeRow($"T{round}_{i}", "", 1, 8, 0, 0, 8, 0, 0, 0))];
            var summary = template with { Heap = template.Heap with { Types = rows } };
            var frame = encoder.Encode((ulong)round + 1, 1, summary);
            resets.Add(frame.Reset);
            Assert.Equal(rows.Length, Decode(decoder, frame, summary).Heap.Types.Count);
        }

        Assert.Equal([false, false, false, true], resets);
    }

    internal static InstanceSummary Decode(SummaryStreamDecoder decoder, SummaryFrame frame, InstanceSummary summary) =>
        decoder.Decode(SummaryFrame.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(frame)), summary.Instance, summary.Heap.Process.Name, summary.Heap.Process.Bits);
}
