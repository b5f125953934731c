using Fleet.Contracts.Heap;
using Fleet.Heap.Retention;
using HeapShapes;

namespace Fleet.Heap.Tests.Retention;

public sealed class HeldTests(HeldFixture held) : IClassFixture<HeldFixture>
{
    public static TheoryData<string, string, string, int> Ways { get; } = new()
    {
        { nameof(ByMap), "static HeapShapes.Held.Dictionary", "Dictionary<System.String, HeapShapes.ByMap>+Entry[]", Held.Each },
        { nameof(ByStructure), "static HeapShapes.Held.Structures", "Paired[]", 2 * Held.Each },
        { nameof(ByEvent), "static HeapShapes.Held.Raised", "EventHandler<System.EventArgs>", Held.Each },
        { nameof(ByThread), "thread static HeapShapes.Held.t_threads", "ByThread[]", Held.Each },
        { nameof(ByBox), "static HeapShapes.Held.s_structure", "Boxed", 1 },
        { nameof(ByHandle), "strong handle ", "", 1 },
        { nameof(ByDependentHandle), "static HeapShapes.Held.Key", "System.Object", 1 },
        { nameof(ByLoadedCode), $"static {Held.LoadedType}_plain.Store", "", 1 },
        { nameof(ByCollectibleCode), $"static {Held.LoadedType}_collectible.Store", "", 1 },
        { nameof(Linked), "static HeapShapes.Held.s_list", "", Held.ListLength },
        { nameof(Tree), "static HeapShapes.Held.s_tree", "", 2047 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whatever_holds_objects_of_a_live_process_is_named(string type, string root, string before, int count) =>
        AssertHeld(held.LookLive(type), type, root, before, count);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whatever_holds_objects_in_a_dump_is_named(string type, string root, string before, int count) =>
        AssertHeld(held.LookIntoDump(type), type, root, before, count);

    [Fact]
    public void A_local_variable_is_named_by_its_method()
    {
        AssertHeld(held.LookLive(nameof(ByLocal)), nameof(ByLocal), "stack HeapShapes.Held.HoldOnStack", "", 1);
        AssertHeld(held.LookIntoDump(nameof(ByLocal)), nameof(ByLocal), "stack HeapShapes.Held.HoldOnStack", "", 1);
    }

    [Fact]
    public void Statics_of_generic_types_are_named_for_each_instantiation()
    {
        foreach (var report in new[] { held.LookLive(nameof(ByGeneric)), held.LookIntoDump(nameof(ByGeneric)) })
        {
            Assert.Equal(
                [("static HeapShapes.Held+Generic<System.Int32>.Store", Held.Each), ("static HeapShapes.Held+Generic<System.String>.Store", Held.Each)],
                report.Paths.Select(path => ($"{path.Root.Kind} {path.Root.Name}", (int)path.Objects)).Order());
        }
    }

    [Fact]
    public void Statics_of_code_that_was_loaded_from_bytes_are_named_with_its_assembly()
    {
        Assert.Equal(Held.LoadedAssembly, Assert.Single(held.LookLive(nameof(ByLoadedCode)).Paths).Root.Module);
        Assert.Equal(Held.LoadedAssembly, Assert.Single(held.LookLive(nameof(ByCollectibleCode)).Paths).Root.Module);
    }

    [Fact]
    public void Our_graph_of_a_live_process_is_ClrMDs_to_the_object() => BothGraphs.OfProcess(held.Pid).AssertEqual();

    [Fact]
    public void Our_graph_of_a_dump_is_ClrMDs_to_the_object() => BothGraphs.OfDump(held.Dump).AssertEqual();

    [Fact]
    public void Retained_sizes_add_up_and_a_list_retains_its_nodes()
    {
        var report = HeapReader.ReadDump(held.Dump, new DumpReadOptions { Retention = new RetentionOptions { Dominators = true, References = 10_000 } }).Retention!;

        Assert.Equal(report.Objects, report.Dominators!.Types.Sum(type => type.Objects));
        Assert.Equal(report.Bytes, report.Dominators.Types.Sum(type => type.Bytes));
        var list = report.Dominators.Types.Single(type => type.Name == typeof(Linked).FullName);
        Assert.Equal((Held.ListLength, Held.ListLength * 24L, Held.ListLength * 24L), (list.Objects, list.Bytes, list.RetainedBytes));
        var tree = report.Dominators.Largest.First(largest => largest.Root?.Name == "HeapShapes.Held.s_tree");
        Assert.Equal(["HeapShapes.Tree"], tree.Steps.Select(step => step.Name).Take(1));
    }

    private static void AssertHeld(RetentionReport report, string type, string root, string before, int count)
    {
        Assert.True(report.Complete, report.IncompleteReason);
        var full = $"HeapShapes.{type}";
        var paths = report.Paths.Where(path => path.Steps[^1].Name == full).ToArray();
        Assert.Equal(count, paths.Sum(path => path.Objects));
        Assert.All(paths, path => Assert.Equal(root, $"{path.Root.Kind} {path.Root.Name}"));
        Assert.All(paths, path => Assert.EndsWith(before, path.Steps.Count < 2 ? "" : path.Steps[^2].Name, StringComparison.Ordinal));
    }
}
