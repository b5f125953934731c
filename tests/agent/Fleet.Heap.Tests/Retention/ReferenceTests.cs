using Fleet.Heap.Retention;

namespace Fleet.Heap.Tests.Retention;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Fields_lead_to_objects_by_shortest_paths(int pointerSize)
    {
        var image = new GraphImage(pointerSize);
        var leaf = image.AddClass("Leaf", 0);
        var pair = image.AddClass("Pair", 2);
        var first = image.Add(leaf);
        var second = image.Add(leaf);
        var inner = image.Add(pair, first, second);
        var outer = image.Add(pair, inner, second);
        _ = image.Add(leaf); // garbage
        image.AddStatic("Holder.Field", outer);

        var report = image.Report(new RetentionOptions { Type = "Leaf" });

        Assert.True(report.Complete, report.IncompleteReason);
        Assert.Equal((4, 2L * 4 * pointerSize + 2 * 3 * pointerSize), (report.Objects, report.Bytes));
        Assert.Equal(["Holder.Field > Pair* > Leaf = 2"], report.Paths.Select(GraphImage.Line));
        Assert.Equal(3, report.References.Single(r => (r.From.Name, r.To.Name) == ("Pair", "Leaf")).Count);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Arrays_lead_to_each_of_their_elements(int pointerSize)
    {
        var image = new GraphImage(pointerSize, 1 << 20);
        var leaf = image.AddClass("Leaf", 0);
        var array = image.AddArray("Leaf[]");
        var elements = Enumerable.Range(0, 10_000).Select(_ => image.Add(leaf)).ToArray();
        image.AddStatic("Holder.Field", image.AddArray(array, [.. elements, 0, .. elements]));

        var report = image.Report();

        Assert.True(report.Complete, report.IncompleteReason);
        Assert.Contains("Holder.Field > Leaf[] > Leaf = 10000", report.Paths.Select(GraphImage.Line));
        Assert.Equal(20_000, Assert.Single(report.References).Count);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Arrays_of_structures_lead_to_what_each_structure_refers_to(int pointerSize)
    {
        var image = new GraphImage(pointerSize);
        var leaf = image.AddClass("Leaf", 0);
        var array = image.AddArrayOfStructures("Structure[]");
        var leaves = Enumerable.Range(0, 12).Select(_ => image.Add(leaf)).ToArray();
        var at = image.Image.AddObject(array, (3 + 4 * 6) * pointerSize, 4);
        for (var i = 0; i < 4; i++)
        {
            // Numbers that look like addresses must not be followed.
            image.Set(at, 1 + 6 * i, HeapImageNonsense);
            image.Set(at, 2 + 6 * i, leaves[3 * i]);
            image.Set(at, 3 + 6 * i, HeapImageNonsense);
            image.Set(at, 4 + 6 * i, HeapImageNonsense);
            image.Set(at, 5 + 6 * i, leaves[3 * i + 1]);
            image.Set(at, 6 + 6 * i, leaves[3 * i + 2]);
        }

        image.AddStatic("Holder.Field", at);

        var report = image.Report();

        Assert.True(report.Complete, report.IncompleteReason);
        Assert.Equal("Holder.Field > Structure[] > Leaf = 12", GraphImage.Line(report.Paths.Single(path => path.Steps.Count == 2)));
    }

    [Fact]
    public void An_object_of_a_collectible_type_leads_to_its_allocator_and_that_to_the_statics()
    {
        var image = new GraphImage(8);
        var leaf = image.AddClass("Leaf", 0);
        var allocator = image.Add(image.AddClass("Allocator", 0));
        var collectible = image.AddClass("Collectible", 0, (ulong)allocator);
        var held = image.Add(leaf);
        var unloaded = image.Add(leaf);
        image.AddStatic("Holder.Field", image.Add(collectible));
        image.Roots.AddStatic(new(Fleet.Heap.Retention.Roots.RootKind.Static, "Collectible.Store", "test"), 0x10, (ulong)held, (ulong)allocator);
        image.Roots.AddStatic(new(Fleet.Heap.Retention.Roots.RootKind.Static, "Unloaded.Store", "test"), 0x18, (ulong)unloaded, (ulong)unloaded);

        var report = image.Report(new RetentionOptions { Type = "Leaf" });

        Assert.Equal(["Collectible.Store > Leaf = 1"], report.Paths.Select(GraphImage.Line));
        Assert.Equal(3, report.Objects);
    }

    [Fact]
    public void A_dependent_handle_holds_as_long_as_its_source_is_held()
    {
        var image = new GraphImage(8);
        var leaf = image.AddClass("Leaf", 0);
        var source = image.Add(image.AddClass("Source", 0));
        var attached = image.Add(leaf);
        var forgotten = image.Add(leaf);
        var forgottenSource = image.Add(leaf);
        image.AddStatic("Holder.Field", source);
        image.Roots.AddDependent((ulong)source, (ulong)attached);
        image.Roots.AddDependent((ulong)forgottenSource, (ulong)forgotten);

        var report = image.Report(new RetentionOptions { Type = "Leaf" });

        Assert.Equal(["Holder.Field > Source > Leaf = 1"], report.Paths.Select(GraphImage.Line));
    }

    private const int HeapImageNonsense = 0x8004;
}
