using CsCheck;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Wire;
using Google.Protobuf;
using HeapDetails = Fleet.Contracts.Heap.HeapDetails;

namespace Fleet.Contracts.Tests.Codec;

public sealed class HeapDetailsTests
{
    [Fact]
    public void Any_details_come_back_as_they_were() => Details.Any.Sample(
        details => SummaryAssert.SameDetails(details, WireOf(details).ToContract()), iter: 1_000);

    [Fact]
    public void Any_details_come_back_from_their_difference_to_any_others() => Gen.Select(Details.Any, Details.Any).Sample(
        (before, after) =>
        {
            if (WireOf(before) is not { } previous)
                return;
            var now = WireOf(after);
            var delta = now.DifferenceTo(previous);
            Assert.Equal(now, delta is null ? previous : Parsed(delta).Apply(previous));
        },
        iter: 3_000);

    [Fact]
    public void Details_that_did_not_change_take_no_byte()
    {
        var encoder = new SummaryStreamEncoder();
        var first = Realistic.First(50);
        encoder.Encode(1, 1, first);
        var body = BodyOf(encoder.Encode(2, 1, first));
        Assert.Null(body.Details);
        Assert.Null(body.DetailsDelta);
    }

    [Fact]
    public void Details_that_come_and_go_are_followed()
    {
        var (encoder, decoder) = (new SummaryStreamEncoder(), new SummaryStreamDecoder());
        var with = Realistic.First(20);
        var without = with with { Heap = with.Heap with { Details = null } };
        ulong sequence = 0;
        foreach (var summary in new[] { without, with, with, without, without, with })
            SummaryAssert.Same(summary, SummaryStreamTests.Decode(decoder, encoder.Encode(++sequence, 1, summary), summary));
    }

    [Fact]
    public void A_reader_that_knows_nothing_of_details_reads_the_rest()
    {
        var summary = Realistic.First(20);
        var body = BodyOf(new SummaryStreamEncoder().Encode(1, 1, summary));
        body.Details = null; // what a reader of before makes of it
        var frame = new SummaryFrame { Sequence = 1, InstanceRef = 1, Compression = Compression.None, Body = body.ToByteString() };
        SummaryAssert.Same(
            summary with { Heap = summary.Heap with { Details = null } }, SummaryStreamTests.Decode(new SummaryStreamDecoder(), frame, summary));
    }

    [Fact]
    public void Tables_too_large_to_send_are_left_out_and_that_is_said()
    {
        var details = Realistic.First(1).Heap.Details! with { Assemblies = [.. Enumerable.Range(0, 60_000).Select(i => new AssemblyCount($"Assembly{i}", 1))] };
        var read = details.ToWire().ToContract()!;
        Assert.Empty(read.Assemblies);
        Assert.Equal(details.Handles, read.Handles);
        Assert.Contains("too large", Assert.Single(read.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("figures")]
    [InlineData("modules")]
    [InlineData("negative")]
    [InlineData("space")]
    [InlineData("bytes")]
    [InlineData("size")]
    public void Details_that_no_encoder_writes_are_refused(string spoilt)
    {
        var wire = WireOf(Realistic.First(200).Heap.Details)!;
        switch (spoilt)
        {
            case "figures": wire.Finalizable.Figures.RemoveAt(0); break;
            case "modules": wire.Finalizable.Modules.RemoveAt(0); break;
            case "negative": wire.Handles.Figures[0] = -1; break;
            case "space": wire.Space.RemoveAt(17); break;
            case "bytes": wire.PrivateBytes = -1; break;
            default: wire.Notes.Add(new string('x', CodecLimits.MostDetailBytes)); break;
        }

        var summary = Realistic.First(20);
        var body = BodyOf(new SummaryStreamEncoder().Encode(1, 1, summary));
        body.Details = wire;
        var frame = new SummaryFrame { Sequence = 1, InstanceRef = 1, Compression = Compression.None, Body = body.ToByteString() };
        Assert.Throws<MalformedFrameException>(() => SummaryStreamTests.Decode(new SummaryStreamDecoder(), frame, summary));
    }

    private static Wire.HeapDetails? WireOf(HeapDetails? details) =>
        details is null ? null : Wire.HeapDetails.Parser.ParseFrom(details.ToWire().ToByteArray());

    private static HeapDetailsDelta Parsed(HeapDetailsDelta delta) => HeapDetailsDelta.Parser.ParseFrom(delta.ToByteArray());

    private static SummaryBody BodyOf(SummaryFrame frame) => SummaryBody.Parser.ParseFrom(BodyCompression.Unpack(frame.Compression, frame.Body.Span));
}
