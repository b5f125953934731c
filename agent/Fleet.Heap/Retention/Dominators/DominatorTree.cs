namespace Fleet.Heap.Retention.Dominators;

/// <summary>
/// Immediate dominators of all nodes that can be reached from one: the last node that every way to it leads through.
/// Lengauer and Tarjan, "A fast algorithm for finding dominators in a flowgraph" (TOPLAS 1979), the simple version, O(m log n):
/// nothing of it recurses, and a list of ten million nodes costs what any ten million nodes do.
/// Nodes get numbers from 1 in the order of a depth-first search ("preorder"); those are what the answer is in.
/// </summary>
internal sealed class DominatorTree
{
    private DominatorTree(int[] nodeOf, int[] immediate) => (NodeOf, Immediate) = (nodeOf, immediate);

    /// <summary>Nodes by preorder number; index 0 is none.</summary>
    public int[] NodeOf { get; }

    /// <summary>Immediate dominators by preorder number, always a lower one; 0 for the first node, which has none.</summary>
    public int[] Immediate { get; }

    /// <summary>Nodes that can be reached.</summary>
    public int Count => NodeOf.Length - 1;

    /// <summary>Computes it. The graph is let go of as soon as it is turned around.</summary>
    /// <param name="graph">The graph; the caller's own reference is cleared.</param>
    /// <param name="root">Node that everything starts from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static DominatorTree Of(ref EdgeList? graph, int root, CancellationToken cancellationToken)
    {
        var search = DepthFirstSearch.Run(graph!, root, cancellationToken);
        var predecessors = Predecessors.Of(graph!, search, cancellationToken);
        graph = null;
        search.ForgetNumbers();
        return new DominatorTree(search.NodeOf, Immediates(search.ParentOf, predecessors, cancellationToken));
    }

    private static int[] Immediates(int[] parent, Predecessors predecessors, CancellationToken cancellationToken)
    {
        var count = parent.Length - 1;
        var semi = Numbers(count);
        var label = Numbers(count);
        var immediate = new int[count + 1]; // until it is known, the next in the same bucket
        var bucket = new int[count + 1];
        var forest = new Forest(parent, label, semi);
        for (var w = count; w >= 2; w--)
        {
            if ((w & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            for (var i = predecessors.Start(w); i < predecessors.Start(w + 1); i++)
                semi[w] = Math.Min(semi[w], semi[forest.Best(predecessors[i], w)]);

            immediate[w] = bucket[semi[w]];
            bucket[semi[w]] = w;
            var above = parent[w]; // w is linked now: from here on its entry is the forest's
            for (var v = bucket[above]; v != 0;)
            {
                var next = immediate[v];
                var best = forest.Best(v, w - 1);
                immediate[v] = semi[best] < semi[v] ? best : above;
                v = next;
            }

            bucket[above] = 0;
        }

        for (var w = 2; w <= count; w++)
            if (immediate[w] != semi[w])
                immediate[w] = immediate[immediate[w]];
        if (count > 0)
            immediate[1] = 0;
        return immediate;
    }

    private static int[] Numbers(int count)
    {
        var numbers = new int[count + 1];
        for (var i = 0; i <= count; i++)
            numbers[i] = i;
        return numbers;
    }

    /// <summary>
    /// The nodes that are done, as trees along their search parents, with the best label on the way up; ways are shortened as they are
    /// gone. A node above the line is in the forest, its parent's entry then being its ancestor.
    /// </summary>
    private readonly struct Forest(int[] ancestor, int[] label, int[] semi)
    {
        private readonly List<int> _way = [];

        /// <summary>Node of least semidominator between a node and the root of its tree, that root left out.</summary>
        /// <param name="node">The node.</param>
        /// <param name="line">Nodes above that number are in the forest.</param>
        public int Best(int node, int line)
        {
            if (node <= line)
                return node;

            _way.Clear();
            for (var at = node; ancestor[at] > line; at = ancestor[at])
                _way.Add(at);
            for (var i = _way.Count - 1; i >= 0; i--)
            {
                var at = _way[i];
                var above = ancestor[at];
                if (semi[label[above]] < semi[label[at]])
                    label[at] = label[above];
                ancestor[at] = ancestor[above];
            }

            return label[node];
        }
    }
}
