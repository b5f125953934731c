using Fleet.Heap.Retention;
using Fleet.Heap.Retention.Dominators;

namespace Fleet.Heap.Tests.Retention;

public sealed class DominatorTests
{
    [Fact]
    public void Immediate_dominators_are_those_of_the_definition_on_graphs_of_all_kinds()
    {
        var random = new Random(3);
        for (var round = 0; round < 2_000; round++)
        {
            var nodes = random.Next(1, 40);
            var edges = new List<int>[nodes];
            for (var node = 0; node < nodes; node++)
                edges[node] = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => random.Next(nodes))];

            var expected = ByDefinition(edges);
            var tree = TreeOf(edges);

            Assert.Equal(expected.Count(dominator => dominator is not null) + 1, tree.Count);
            for (var number = 2; number <= tree.Count; number++)
                Assert.Equal(expected[tree.NodeOf[number]], tree.NodeOf[tree.Immediate[number]]);
        }
    }

    [Fact]
    public void Retained_sizes_are_those_of_the_definition_on_heaps_of_all_kinds()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var image = new GraphImage(8);
            ulong[] types = [image.AddClass("Leaf", 0), image.AddClass("Two", 2), image.AddClass("Three", 3)];
            var objects = Enumerable.Range(0, random.Next(2, 40)).Select(_ => random.Next(3) is var kind ? (Kind: kind, At: image.Add(types[kind], new int[kind == 0 ? 0 : kind + 1])) : default).ToArray();
            var edges = new List<int>[objects.Length + 3]; // objects, two statics, the top
            for (var i = 0; i < objects.Length; i++)
            {
                edges[i] = [];
                for (var field = 0; field < (objects[i].Kind == 0 ? 0 : objects[i].Kind + 1); field++)
                {
                    var target = random.Next(objects.Length);
                    edges[i].Add(target);
                    image.Set(objects[i].At, field, objects[target].At);
                }
            }

            for (var i = 0; i < 2; i++)
            {
                var target = random.Next(objects.Length);
                edges[objects.Length + i] = [target];
                image.Roots.Add(new(Fleet.Heap.Retention.Roots.RootKind.Static, $"S{i}", ""), (ulong)objects[target].At);
            }

            edges[^1] = [objects.Length, objects.Length + 1];

            var report = image.Report(new RetentionOptions { Dominators = true, Paths = 1_000 });

            var dominators = ByDefinition(edges, edges.Length - 1);
            long SizeOf(int node) => node < objects.Length ? objects[node].Kind == 2 ? 40 : objects[node].Kind == 1 ? 32 : 24 : 0;
            bool Dominates(int above, int? node)
            {
                for (; node is { } at; node = dominators[at])
                    if (at == above)
                        return true;
                return false;
            }

            var reached = Enumerable.Range(0, objects.Length).Where(node => dominators[node] is not null).ToArray();
            for (var kind = 0; kind < 3; kind++)
            {
                var expected = reached.Where(node => reached.Any(above => objects[above].Kind == kind && Dominates(above, node))).Sum(SizeOf);
                var name = new[] { "Leaf", "Two", "Three" }[kind];
                Assert.Equal(expected, report.Dominators!.Types.SingleOrDefault(type => type.Name == name)?.RetainedBytes ?? 0);
            }

            Assert.All(report.Dominators!.Largest.Where(largest => largest.Address != 0), largest =>
            {
                var node = Array.FindIndex(objects, found => (ulong)found.At == largest.Address);
                Assert.Equal(reached.Where(below => Dominates(node, below)).Sum(SizeOf), largest.RetainedBytes);
                Assert.Equal(reached.Count(below => Dominates(node, below)), largest.RetainedObjects);
            });
        }
    }

    [Fact]
    public void A_ladder_of_half_a_million_rungs_is_done_without_recursion()
    {
        const int Rungs = 500_000;
        var graph = new EdgeList(2 * Rungs + 1);
        for (var node = 0; node < 2 * Rungs; node++)
        {
            graph.Begin(node);
            graph.Add(Math.Min(node + 1, 2 * Rungs));
            graph.Add(Math.Min(node + 2, 2 * Rungs));
            if (node > 1)
                graph.Add(node - 1);
        }

        graph.End();
        var given = (EdgeList?)graph;

        var tree = DominatorTree.Of(ref given, 0, TestContext.Current.CancellationToken);

        Assert.Equal(2 * Rungs + 1, tree.Count);
        Assert.All(Enumerable.Range(2, 1_000), number => Assert.Equal(1, tree.Immediate[number]));
    }

    private static DominatorTree TreeOf(List<int>[] edges)
    {
        var graph = new EdgeList(edges.Length);
        for (var node = 0; node < edges.Length; node++)
        {
            graph.Begin(node);
            edges[node].ForEach(graph.Add);
        }

        graph.End();
        var given = (EdgeList?)graph;
        return DominatorTree.Of(ref given, 0, TestContext.Current.CancellationToken);
    }

    // A node dominates another when that can't be reached without it; the immediate one is dominated by all the others.
    private static int?[] ByDefinition(List<int>[] edges, int root = 0)
    {
        var reached = Reach(edges, root, without: -1);
        var dominated = new HashSet<int>[edges.Length];
        for (var above = 0; above < edges.Length; above++)
            dominated[above] = [.. reached.Except(Reach(edges, root, above))];

        var immediate = new int?[edges.Length];
        foreach (var node in reached.Where(node => node != root))
        {
            var all = reached.Where(above => above != node && dominated[above].Contains(node)).ToArray();
            immediate[node] = all.Single(above => all.All(other => other == above || dominated[other].Contains(above)));
        }

        return immediate;
    }

    private static HashSet<int> Reach(List<int>[] edges, int root, int without)
    {
        var reached = new HashSet<int>();
        var open = new Stack<int>([root]);
        while (open.TryPop(out var node))
            if (node != without && reached.Add(node))
                edges[node].ForEach(open.Push);
        return reached;
    }
}
