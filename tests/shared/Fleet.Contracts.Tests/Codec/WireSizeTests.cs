using Fleet.Contracts.Codec;

namespace Fleet.Contracts.Tests.Codec;

/// <summary>What a look costs on the wire. Sizes are the same on every machine, so they are asserted.</summary>
public sealed class WireSizeTests
{
    private const int Types = 5000;

    [Fact]
    public void The_first_summary_of_5000_types_takes_at_most_80_KB()
    {
        var frame = new SummaryStreamEncoder().Encode(1, 1, Realistic.First(Types));
        Say("first", frame.CalculateSize());
        Assert.InRange(frame.CalculateSize(), 1, 80_000);
    }

    [Fact]
    public void A_summary_with_a_fifth_of_5000_types_changed_takes_at_most_6_KB()
    {
        var encoder = new SummaryStreamEncoder();
        var summary = Realistic.First(Types);
        encoder.Encode(1, 1, summary);
        for (var look = 1; look <= 5; look++)
        {
            summary = Realistic.Next(summary, 0.2, look);
            var size = encoder.Encode(1 + (ulong)look, 1, summary).CalculateSize();
            Say($"20 % changed, look {look}", size);
            Assert.InRange(size, 1, 6_000);
        }
    }

    [Fact]
    public void A_summary_in_which_nothing_changed_takes_at_most_100_bytes()
    {
        var encoder = new SummaryStreamEncoder();
        var summary = Realistic.First(Types);
        encoder.Encode(1, 1, summary);
        var size = encoder.Encode(100_000, 1, Realistic.Next(summary, 0, 1)).CalculateSize();
        Say("nothing changed", size);
        Assert.InRange(size, 1, 100);
    }

    private static void Say(string what, int size) => TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {size} bytes");
}
