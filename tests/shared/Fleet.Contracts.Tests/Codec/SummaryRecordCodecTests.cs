using CsCheck;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Tests.Codec;

public sealed class SummaryRecordCodecTests
{
    [Fact]
    public void Any_summary_comes_back_as_it_was() =>
        SummaryGen.One.Sample(summary => SummaryAssert.Same(summary, SummaryRecordCodec.Decode(SummaryRecordCodec.Encode(summary))), iter: 500);

    [Fact]
    public void A_realistic_summary_comes_back_and_takes_a_quarter_of_its_names()
    {
        var summary = Realistic.First(5000);
        var encoded = SummaryRecordCodec.Encode(summary);
        SummaryAssert.Same(summary, SummaryRecordCodec.Decode(encoded));

        var names = summary.Heap.Types.Sum(row => row.Name.Length + row.Module.Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"record of 5,000 types: {encoded.Length} bytes; the names alone: {names} characters");
        Assert.InRange(encoded.Length, 1, names / 4);
    }

    [Fact]
    public void Rows_of_one_type_are_added_up_and_empty_rows_left_out()
    {
        var row = new TypeRow("Example.Row", "Example", 2, 48, 8, 0, 40, 0, 0, 0);
        var summary = With(row, row with { Count = 1, Bytes = 24, Gen0 = 0, Gen2 = 24 }, new TypeRow("Example.None", "Example", 0, 0, 0, 0, 0, 0, 0, 0));
        var decoded = SummaryRecordCodec.Decode(SummaryRecordCodec.Encode(summary));
        Assert.Equal([new TypeRow("Example.Row", "Example", 3, 72, 8, 0, 64, 0, 0, 0)], decoded.Heap.Types);
    }

    [Theory]
    [InlineData(-1, 0, 0, "negative")]
    [InlineData(1, 24, 0, "do not add up")]
    [InlineData(0, 24, 24, "no object")]
    public void A_row_that_no_heap_has_is_refused_by_name(long count, long bytes, long gen2, string reason)
    {
        var summary = With(new TypeRow("Example.Odd", "Example", count, bytes, 0, 0, gen2, 0, 0, 0));
        var refusal = Assert.Throws<ArgumentException>(() => SummaryRecordCodec.Encode(summary));
        Assert.Contains("Example.Odd", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_types_are_refused_and_not_cut()
    {
        var summary = With([.. Enumerable.Range(0, CodecLimits.MostTypes + 1).Select(i => new TypeRow($"T{i}", "", 1, 8, 0, 0, 8, 0, 0, 0))]);
        Assert.Throws<SummaryTooLargeException>(() => SummaryRecordCodec.Encode(summary));
    }

    [Fact]
    public void Nothing_and_an_unknown_compression_are_damaged_records()
    {
        Assert.Throws<InvalidDataException>(() => SummaryRecordCodec.Decode([]));
        Assert.Throws<InvalidDataException>(() => SummaryRecordCodec.Decode([9, 1, 2, 3]));
        Assert.Throws<InvalidDataException>(() => SummaryRecordCodec.Decode([(byte)Contracts.Wire.Compression.None]));
    }

    private static InstanceSummary With(params TypeRow[] rows)
    {
        var summary = Realistic.First(1);
        return summary with { Heap = summary.Heap with { Types = rows } };
    }
}
