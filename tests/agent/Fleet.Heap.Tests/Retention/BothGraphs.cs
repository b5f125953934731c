using System.Runtime.ExceptionServices;
using Fleet.Contracts.Heap;
using Fleet.Heap.Live;
using Fleet.Heap.Memory;
using Fleet.Heap.Retention;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Paths;
using Fleet.Heap.Retention.Roots;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Retention;

/// <summary>What roots hold on one heap at one moment, found by us and by ClrMD.</summary>
/// <param name="OnlyOurs">Objects that only we found.</param>
/// <param name="OnlyTheirs">Objects that only ClrMD found, by its roots and references.</param>
/// <param name="OurReferences">References between types by us.</param>
/// <param name="TheirReferences">The same by ClrMD.</param>
/// <param name="Damage">What made no sense to us.</param>
public sealed record BothGraphs(
    IReadOnlyList<string> OnlyOurs, IReadOnlyList<string> OnlyTheirs, Dictionary<(string, string), long> OurReferences, Dictionary<(string, string), long> TheirReferences, string? Damage)
{
    /// <summary>Both of a process that is held still.</summary>
    public static BothGraphs OfProcess(int pid)
    {
        BothGraphs? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var target = LinuxTarget.Open(new ProcessDescription("heap-shapes", pid, null, 64));
                using var hold = target.Hold(forQuestions: true, CancellationToken.None);
                result = Of(new StillHeap(target.Runtime, target.Memory, hold.ReadStructure()));
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>Both of a dump.</summary>
    public static BothGraphs OfDump(string path)
    {
        using var target = DataTarget.LoadDump(path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        using var structure = runtime.PrepareStructure();
        return Of(new StillHeap(runtime.Runtime, new ReaderMemory(target.DataReader), structure.Read()));
    }

    private static BothGraphs Of(StillHeap heap)
    {
        var graph = new ObjectGraph(new PagedMemory(heap.Memory), heap.Structure.Plan, heap.Structure.FreeTable, new RuntimeNaming(heap.Runtime));
        var walk = RootWalk.Run(graph, RootReader.Read(heap, graph.Damage, lasting: null, CancellationToken.None), CancellationToken.None);
        var ours = new HashSet<ulong>();
        for (var slot = walk.Reached.Next(0); slot >= 0; slot = walk.Reached.Next(slot + 1))
            ours.Add(graph.Space.AddressOf(slot, out _));
        var ourReferences = walk.Edges.Edges.ToDictionary(edge => (graph.Types.Names[edge.From].Name, graph.Types.Names[edge.To].Name), edge => edge.Count);

        var theirs = new HashSet<ulong>();
        var theirReferences = new Dictionary<(string, string), long>();
        var open = new Stack<ClrObject>(heap.Runtime.Heap.EnumerateRoots().Select(root => root.Object).Concat(ThreadStatics(heap.Runtime)).Where(found => found.IsValid));
        while (open.TryPop(out var found))
        {
            if (!theirs.Add(found.Address))
                continue;

            foreach (var reference in found.EnumerateReferences(considerDependantHandles: true))
            {
                open.Push(reference);
                var key = (found.Type!.Name!, reference.Type!.Name!);
                theirReferences[key] = theirReferences.GetValueOrDefault(key) + 1;
            }
        }

        // An address alone tells nobody what is amiss.
        string Describe(ulong address) => $"{heap.Runtime.Heap.GetObject(address).Type?.Name} at {address:x}";
        return new BothGraphs([.. ours.Except(theirs).Select(Describe)], [.. theirs.Except(ours).Select(Describe)], ourReferences, theirReferences, graph.Damage.Summary);
    }

    // Its roots lack them (4.2, with .NET 10); its fields have them.
    private static IEnumerable<ClrObject> ThreadStatics(ClrRuntime runtime) =>
        from module in runtime.EnumerateModules()
        from type in module.EnumerateTypesWithStaticFields()
        from field in type.ThreadStaticFields
        where !field.IsPrimitive
        from thread in runtime.Threads
        where thread.IsAlive
        select field.ReadObject(thread);

    /// <summary>Fails at the first difference.</summary>
    public void AssertEqual()
    {
        Assert.Null(Damage);
        Assert.Empty(OnlyTheirs);
        Assert.Empty(OnlyOurs);
        // Statics stand in arrays: those that have a name are their own roots with us, and no references of the array.
        Assert.DoesNotContain(TheirReferences, theirs => theirs.Key.Item1 != "System.Object[]" && theirs.Value != OurReferences.GetValueOrDefault(theirs.Key));
        Assert.DoesNotContain(OurReferences, ours => ours.Value > TheirReferences.GetValueOrDefault(ours.Key));
    }
}
