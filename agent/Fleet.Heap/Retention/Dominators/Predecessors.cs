namespace Fleet.Heap.Retention.Dominators;

/// <summary>A graph turned around: from where edges lead to a node. All in preorder numbers.</summary>
internal sealed class Predecessors
{
    private readonly int[] _starts;
    private readonly int[] _sources;

    private Predecessors(int[] starts, int[] sources) => (_starts, _sources) = (starts, sources);

    /// <summary>Where those of a node start; those of the next one are behind them.</summary>
    public int Start(int number) => _starts[number];

    /// <summary>One of them.</summary>
    public int this[int index] => _sources[index];

    public static Predecessors Of(EdgeList graph, DepthFirstSearch search, CancellationToken cancellationToken)
    {
        var count = search.NodeOf.Length - 1;
        // One beyond the end: while edges are put in their places, an entry is where the next one of the node before goes.
        var starts = new int[count + 3];
        var edges = 0;
        foreach (var (_, to) in Edges(graph, search))
        {
            starts[to + 2]++;
            edges++;
        }

        cancellationToken.ThrowIfCancellationRequested();
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        var sources = GC.AllocateUninitializedArray<int>(edges);
        foreach (var (from, to) in Edges(graph, search))
            sources[starts[to + 1]++] = from;
        return new Predecessors(starts, sources);
    }

    private static IEnumerable<(int From, int To)> Edges(EdgeList graph, DepthFirstSearch search)
    {
        for (var from = 1; from < search.NodeOf.Length; from++)
        {
            var node = search.NodeOf[from];
            for (var edge = graph.Start(node); edge < graph.Start(node + 1); edge++)
                yield return (from, search.NumberOf(graph.Target(edge)));
        }
    }
}
