using Fleet.Heap.Insights.Types;
using Fleet.Heap.Memory;
using Fleet.Heap.Retention;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Roots;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Fleet.Heap.Tests.Dumps;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Live;

/// <summary>What was asked before the process stood still is not asked again, and the answers are the same.</summary>
public sealed class LastingTests(InsightfulFixture insightful) : IClassFixture<InsightfulFixture>
{
    [Fact]
    public void Layouts_and_names_of_types_are_asked_for_once()
    {
        using var target = DataTarget.LoadDump(insightful.Path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        ulong[] tables = [.. runtime.Runtime.Heap.EnumerateObjects().Select(found => found.Type!.MethodTable).Distinct()];
        var types = new LastingTypes();
        var roots = new LastingRoots();
        var before = new RuntimeTypes(runtime.Runtime, types);
        TypeLayout?[] layouts = [.. tables.Select(before.Layout)];
        TypeFacts?[] names = [.. tables.Select(new RuntimeNaming(runtime.Runtime, roots).Of)];
        (int Offset, string Name)[][] fields = [.. layouts.Select(layout => layout!.Fields.Value.Select(field => (field.Offset, field.Name)).ToArray())];

        runtime.Renew();
        var after = new RuntimeTypes(runtime.Runtime, types);

        Assert.Equal(tables.Length, types.Layouts.Count);
        Assert.Equal(tables.Length, roots.Names.Count);
        Assert.All(tables.Zip(layouts), row => Assert.Same(row.Second, after.Layout(row.First)));
        Assert.Equal(fields, tables.Select(table => after.Layout(table)!.Fields.Value.Select(field => (field.Offset, field.Name)).ToArray()));
        Assert.Equal(names, tables.Select(new RuntimeNaming(runtime.Runtime, roots).Of));
    }

    [Fact]
    public void Fields_that_nobody_wanted_before_are_told_by_the_runtime_that_is_open_now()
    {
        using var target = DataTarget.LoadDump(insightful.Path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        var table = runtime.Runtime.Heap.EnumerateObjects().First(found => found.Type!.Name == "System.String").Type!.MethodTable;
        var types = new LastingTypes();
        Assert.NotNull(new RuntimeTypes(runtime.Runtime, types).Layout(table));

        runtime.Renew();

        Assert.NotNull(new RuntimeTypes(runtime.Runtime, types).Layout(table)!.Offset("_stringLength"));
    }

    [Fact]
    public void Roots_are_the_same_when_it_is_known_where_statics_are()
    {
        using var target = DataTarget.LoadDump(insightful.Path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        using var structure = runtime.PrepareStructure();
        var heap = new StillHeap(runtime.Runtime, new ReaderMemory(target.DataReader), structure.Read());
        var lasting = new LastingRoots();
        var first = Named(RootReader.Read(heap, new GraphDamage(), lasting, CancellationToken.None));

        runtime.Renew();
        var again = Named(RootReader.Read(heap with { Runtime = runtime.Runtime }, new GraphDamage(), lasting, CancellationToken.None));

        var statics = lasting.Statics.Values.SelectMany(found => found).ToList();
        Assert.Contains(statics, known => known.Places is not null);
        Assert.Contains(statics, known => known.Places is null); // those of threads are asked for again
        Assert.NotEmpty(lasting.GenericStatics!);
        Assert.Equal(first, again);
    }

    [Fact]
    public void A_module_that_was_loaded_since_is_asked_about()
    {
        using var target = DataTarget.LoadDump(insightful.Path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        using var structure = runtime.PrepareStructure();
        var heap = new StillHeap(runtime.Runtime, new ReaderMemory(target.DataReader), structure.Read());
        var lasting = new LastingRoots();
        var first = Named(RootReader.Read(heap, new GraphDamage(), lasting, CancellationToken.None));
        var since = heap.Runtime.EnumerateModules().Single(module => Path.GetFileName(module.Name) == "heap-shapes.dll").Address;
        Assert.NotEmpty(lasting.Statics[since]);
        lasting.Statics.Remove(since);

        var again = Named(RootReader.Read(heap, new GraphDamage(), lasting, CancellationToken.None));

        Assert.Equal(first, again);
        Assert.Contains(since, lasting.Statics.Keys);
    }

    private static (RootName Name, ulong Target)[] Named(RootSet roots) => [.. roots.All.Select(root => (roots.Names[root.Name], root.Target))];
}
