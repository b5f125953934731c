using System.Diagnostics;
using Fleet.Contracts.Heap;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Paths;
using Fleet.Heap.Retention.Roots;

namespace Fleet.Heap.Retention.Dominators;

/// <summary>Makes the document about retained sizes.</summary>
internal static class DominatorReports
{
    // Of many objects that are held in the same way, the largest stands for all.
    private const int Alike = 64;

    // Where one object below retains so much of it, that one is the more telling.
    private const double GoesOn = 0.7;

    /// <exception cref="OverflowException">More than 2³¹ objects or references.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static DominatorReport Of(ObjectGraph graph, RootSet roots, RootWalk walk, ReportNames names, RetentionOptions options, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var nodes = new HeapNodes(walk.Reached, walk.Holders, roots.Names.Count);
        var reader = new GraphReader(graph, roots, walk, nodes, cancellationToken);
        reader.FindShared();
        EdgeList? edges = reader.ReadEdges();
        var tree = DominatorTree.Of(ref edges, nodes.Top, cancellationToken);
        var sizes = RetainedSizes.Of(graph, walk, nodes, tree, cancellationToken);
        return new DominatorReport
        {
            Types = Types(sizes, names, options),
            Largest = Distinct(Largest(tree, sizes, options.Paths * Alike).Select(number => Describe(number, tree, sizes, names, nodes)), options.Paths, nodes, graph),
            Ms = Stopwatch.GetElapsedTime(since).TotalMilliseconds,
        };
    }

    private static RetainedType[] Types(RetainedSizes sizes, ReportNames names, RetentionOptions options)
    {
        var asked = options.Type is { } type ? new TypePattern(type).Among([.. sizes.OfType.Select((_, number) => names.Type(number))]) : null;
        return [.. sizes.OfType
            .Select((total, number) => (Asked: asked is not null && asked[number], Type: new RetainedType(names.Type(number).Name, names.Type(number).Module, total.Objects, total.Bytes, total.Retained)))
            .Where(found => found.Type.Objects > 0)
            .OrderByDescending(found => found.Asked).ThenByDescending(found => found.Type.RetainedBytes)
            .ThenBy(found => found.Type.Name, StringComparer.Ordinal)
            .Take(options.References)
            .Select(found => found.Type)];
    }

    private static List<int> Largest(DominatorTree tree, RetainedSizes sizes, int most)
    {
        var below = new float[tree.Count + 1];
        for (var w = tree.Count; w >= 2; w--)
            below[tree.Immediate[w]] = Math.Max(below[tree.Immediate[w]], sizes.Bytes[w]);

        var queue = new PriorityQueue<int, (long Bytes, int Number)>();
        for (var w = 2; w <= tree.Count; w++)
        {
            if (below[w] >= sizes.Bytes[w] * GoesOn)
                continue;

            queue.Enqueue(w, (sizes.Bytes[w], -w));
            if (queue.Count > Math.Max(1, most))
                queue.Dequeue();
        }

        var largest = new List<int>();
        while (queue.TryDequeue(out var number, out _))
            largest.Add(number);
        largest.Reverse();
        return largest;
    }

    private static Dominator[] Distinct(IEnumerable<(int Node, Dominator Described)> largest, int most, HeapNodes nodes, ObjectGraph graph) =>
        [.. largest
            .DistinctBy(found => $"{found.Described.Root} {string.Join('|', found.Described.Steps)}")
            .Take(most)
            .Select(found => found.Described with { Address = nodes.SlotOf(found.Node) is >= 0 and var slot ? graph.Space.AddressOf(slot, out _) : 0 })];

    private static (int Node, Dominator Described) Describe(int number, DominatorTree tree, RetainedSizes sizes, ReportNames names, HeapNodes nodes)
    {
        var chain = new List<int>();
        for (var at = number; at > 1; at = tree.Immediate[at])
            chain.Add(at);
        chain.Reverse();

        RetentionRoot? root = null;
        var types = new List<(int Type, bool Repeats)>();
        foreach (var at in chain)
        {
            if (nodes.NameOf(tree.NodeOf[at]) is >= 0 and var name)
                root = names.Root(name);
            else
                AddStep(types, sizes.TypeOf(at), names);
        }

        var steps = types.Select(step => names.Step(step.Type, step.Repeats)).ToArray();
        return (tree.NodeOf[number], new Dominator(root, steps, 0, sizes.Objects[number], sizes.Bytes[number]));
    }

    // As on a path: a type that comes again is the same step, and what was between is part of it.
    private static void AddStep(List<(int Type, bool Repeats)> steps, int type, ReportNames names)
    {
        var before = steps.FindLastIndex(step => step.Type == type);
        if (before < 0 || (ObjectArrays.Are(names.Type(type)) && before < steps.Count - 1))
        {
            steps.Add((type, false));
            return;
        }

        steps[before] = (type, true);
        steps.RemoveRange(before + 1, steps.Count - before - 1);
    }
}
