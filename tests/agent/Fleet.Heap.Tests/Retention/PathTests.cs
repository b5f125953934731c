using Fleet.Heap.Retention;
using Fleet.Heap.Retention.Roots;

namespace Fleet.Heap.Tests.Retention;

public sealed class PathTests
{
    [Fact]
    public void Of_roots_equally_near_statics_go_before_handles_and_handles_before_stacks()
    {
        var image = new GraphImage(8);
        var leaf = image.AddClass("Leaf", 0);
        var pair = image.AddClass("Pair", 2);
        int[] leaves = [image.Add(leaf), image.Add(leaf), image.Add(leaf)];
        image.Roots.Add(new RootName(RootKind.Stack, "Stack", ""), (ulong)image.Add(pair, leaves[0], leaves[1]));
        image.Roots.Add(new RootName(RootKind.StrongHandle, "Handle", ""), (ulong)image.Add(pair, leaves[1], leaves[2]));
        image.AddStatic("Static", image.Add(pair, leaves[2], 0));

        var report = image.Report(new RetentionOptions { Type = "Leaf" });

        Assert.Equal(
            ["Handle > Pair > Leaf = 1", "Stack > Pair > Leaf = 1", "Static > Pair > Leaf = 1"], report.Paths.Select(GraphImage.Line).Order());
    }

    [Fact]
    public void A_nearer_stack_goes_before_a_static_further_away()
    {
        var image = new GraphImage(8);
        var leaf = image.Add(image.AddClass("Leaf", 0));
        image.AddStatic("Static", image.Add(image.AddClass("Pair", 2), leaf, 0));
        image.Roots.Add(new RootName(RootKind.Stack, "Stack", ""), (ulong)leaf);

        Assert.Equal(["Stack > Leaf = 1"], image.Report(new RetentionOptions { Type = "Leaf" }).Paths.Select(GraphImage.Line));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void A_list_of_a_million_nodes_is_one_step_that_repeats(int pointerSize)
    {
        const int Nodes = 1_000_000;
        var image = new GraphImage(pointerSize, Nodes * 4 * pointerSize);
        var node = image.AddClass("Node", 1);
        var latest = 0;
        for (var i = 0; i < Nodes; i++)
            latest = image.Add(node, latest);
        image.AddStatic("List.Head", latest);

        var report = image.Report(new RetentionOptions { Dominators = true });

        Assert.Equal(["List.Head > Node* = 1000000"], report.Paths.Select(GraphImage.Line));
        Assert.Equal(Nodes * 3L * pointerSize, report.Dominators!.Types.Single().RetainedBytes);
        Assert.Equal(Nodes - 1, Assert.Single(report.References).Count);
    }

    [Fact]
    public void Cycles_come_to_an_end_and_count_once()
    {
        var image = new GraphImage(8);
        var a = image.AddClass("A", 1);
        var b = image.AddClass("B", 1);
        var first = image.Add(a, 0);
        var second = image.Add(b, first);
        image.Set(first, 0, second);
        image.AddStatic("Field", second);

        var report = image.Report();

        Assert.Equal(2, report.Objects);
        Assert.Equal(["Field > B = 1", "Field > B > A = 1"], report.Paths.Select(GraphImage.Line));
    }

    [Fact]
    public void Paths_lead_to_where_bytes_part_and_the_rest_is_counted()
    {
        var image = new GraphImage(8);
        var leaf = image.AddClass("Leaf", 0);
        var box = image.AddClass("Box", 1);
        for (var i = 0; i < 30; i++)
            image.AddStatic($"S{i}", image.Add(box, image.Add(leaf)));

        var report = image.Report(new RetentionOptions { Paths = 7 });

        Assert.Equal(7, report.Paths.Count);
        Assert.All(report.Paths, path => Assert.Equal((2, 48), (path.InclusiveObjects, path.InclusiveBytes)));
        Assert.Equal(60 - 7, report.PathsLeftOut);
    }

    [Theory]
    [InlineData("A.B.Session", "A.B.Session", true)]
    [InlineData("Session", "A.B.Session", true)]
    [InlineData("B.Session", "A.B.Session", true)]
    [InlineData("Inner", "A.B.Session+Inner", true)]
    [InlineData("ession", "A.B.Session", false)]
    [InlineData("Session", "A.B.SessionCache", false)]
    [InlineData("Session>", "List<A.Session>", false)]
    [InlineData("List<A.Session>", "System.List<A.Session>", true)]
    public void A_type_is_asked_for_by_its_name_or_the_end_of_it(string asked, string name, bool matches) =>
        Assert.Equal(matches, new TypePattern(asked).Matches(name));

    [Theory]
    [InlineData("Modem!A.Session", new[] { true, false, false })]
    [InlineData("A.Session", new[] { true, true, false })]
    [InlineData("Radio!A.Session", new[] { true, true, false })] // no module of that name has it
    [InlineData("Switch!Session", new[] { true, true, false })]
    [InlineData("A!Modem!A.Session", new[] { true, true, false })]
    public void Of_types_of_one_name_the_module_tells_which_is_asked_for(string asked, bool[] among) =>
        Assert.Equal(among, new TypePattern(asked).Among([new("A.Session", "Modem"), new("A.Session", "Switch"), new("A.SessionCache", "Modem")]));
}
