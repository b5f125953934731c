using Fleet.Heap.Retention;
using Fleet.Heap.Tests.Walking;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Tests.Retention;

public sealed class DamagedGraphTests
{
    [Theory]
    [InlineData(0x7FFF_FFF8L, "leads out of the heap")]
    [InlineData(0x8004L, "leads out of the heap")]
    [InlineData(-8L, "leads out of the heap")]
    [InlineData(0x9000L, "leads to what is no object")]
    public void A_reference_to_nowhere_is_named_and_the_rest_is_followed(long nowhere, string reason)
    {
        var image = new GraphImage(8);
        var leaf = image.Add(image.AddClass("Leaf", 0));
        var pair = image.Add(image.AddClass("Pair", 2), 0, leaf);
        image.Image.Skip(0x4000);
        image.Set(pair, 0, nowhere);
        image.AddStatic("Field", pair);

        var report = image.Report(new RetentionOptions { Dominators = true });

        Assert.False(report.Complete);
        Assert.Contains(reason, report.IncompleteReason, StringComparison.Ordinal);
        Assert.Contains("0x", report.IncompleteReason, StringComparison.Ordinal);
        Assert.Equal(2, report.Objects);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(5000)]
    [InlineData(3)]
    [InlineData(-3)]
    public void A_description_of_references_that_makes_no_sense_is_named_and_not_followed(long series)
    {
        var image = new GraphImage(8);
        var broken = image.AddTable("Broken", 40, 0, true, 0, [8, -16, series]);
        image.AddStatic("Field", image.Add(broken, 0x10, 0x20, 0x30));

        var report = image.Report();

        Assert.False(report.Complete);
        Assert.Contains("references of Broken", report.IncompleteReason, StringComparison.Ordinal);
        Assert.Equal(1, report.Objects);
    }

    [Fact]
    public void An_array_that_reaches_beyond_its_segment_is_no_object()
    {
        var image = new GraphImage(8);
        var array = image.Image.AddObject(image.AddArray("Object[]"), 48, 0x7FFF_FFFF);
        image.AddStatic("Field", array);

        var report = image.Report();

        Assert.False(report.Complete);
        Assert.Equal(0, report.Objects);
    }

    [Fact]
    public void Segments_that_overlap_or_can_not_be_so_long_are_named()
    {
        var image = new GraphImage(8);
        var leaf = image.Add(image.AddClass("Leaf", 0));
        image.AddStatic("Field", leaf);
        image.Ranges.AddRange(
        [
            new WalkRange(HeapImage.HeapAt, 0x9000, HeapGeneration.Gen2),
            new WalkRange(0x8800, 0xA000, HeapGeneration.Gen2),
            new WalkRange(0x10_0000, ulong.MaxValue & ~7UL, HeapGeneration.Gen2),
        ]);

        var report = image.Report();

        Assert.False(report.Complete);
        Assert.Contains("segment", report.IncompleteReason, StringComparison.Ordinal);
        Assert.Equal(1, report.Objects);
    }

    [Fact]
    public void Any_image_comes_to_an_end_with_the_damage_named()
    {
        var random = new Random(11);
        var incomplete = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var image = new GraphImage(round % 2 == 0 ? 8 : 4, 4096);
            ulong[] tables = [image.AddClass("Leaf", 0), image.AddClass("Pair", 2), image.AddArray("Leaf[]"), image.AddArrayOfStructures("Structure[]")];
            var objects = new List<int>();
            for (var i = 0; i < 40; i++)
                objects.Add(image.Add(tables[1], [.. objects.Count > 1 ? new[] { objects[random.Next(objects.Count)], objects[random.Next(objects.Count)] } : [0, 0]]));
            image.AddStatic("Field", objects[^1]);
            image.AddStatic("Other", objects[random.Next(objects.Count)]);
            for (var flips = random.Next(1, 40); flips > 0; flips--)
                image.Image.Bytes[random.Next(0x1000, image.Image.Next)] = (byte)random.Next(256);

            var report = image.Report(new RetentionOptions { Dominators = true });

            Assert.Equal(report.Complete, report.IncompleteReason is null);
            Assert.True(report.Bytes <= 4096, "more bytes than there are");
            incomplete += report.Complete ? 0 : 1;
        }

        Assert.True(incomplete > 100, $"{incomplete} were damaged enough to be noticed");
    }

    [Fact]
    public void Cancellation_ends_a_walk()
    {
        var image = new GraphImage(8);
        image.AddStatic("Field", image.Add(image.AddClass("Leaf", 0)));

        Assert.Throws<OperationCanceledException>(
            () => RetentionLook.Take(image.Graph(), image.Roots, new RetentionOptions(), new CancellationToken(canceled: true)));
    }
}
