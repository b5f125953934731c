namespace Fleet.Heap.Retention.Dominators;

/// <summary>Numbers nodes from 1 in the order that a depth-first search finds them.</summary>
internal sealed class DepthFirstSearch
{
    private int[] _numberOf;

    private DepthFirstSearch(int[] numberOf, int[] nodeOf, int[] parentOf) => (_numberOf, NodeOf, ParentOf) = (numberOf, nodeOf, parentOf);

    /// <summary>Nodes by number.</summary>
    public int[] NodeOf { get; }

    /// <summary>Number of the node from which a node was found, by number; 0 for the first.</summary>
    public int[] ParentOf { get; }

    /// <summary>Number of a node; 0 when it can't be reached.</summary>
    public int NumberOf(int node) => _numberOf[node];

    /// <summary>Lets go of the numbers by node.</summary>
    public void ForgetNumbers() => _numberOf = [];

    public static DepthFirstSearch Run(EdgeList graph, int root, CancellationToken cancellationToken)
    {
        var numberOf = new int[graph.Nodes];
        var nodeOf = new int[graph.Nodes + 1];
        var parentOf = new int[graph.Nodes + 1];
        var way = new Stack<(int Number, int Edge)>();
        var count = 1;
        numberOf[root] = 1;
        nodeOf[1] = root;
        way.Push((1, graph.Start(root)));
        while (way.TryPop(out var at))
        {
            var end = graph.Start(nodeOf[at.Number] + 1);
            var edge = at.Edge;
            while (edge < end && numberOf[graph.Target(edge)] != 0)
                edge++;
            if (edge == end)
                continue;

            way.Push((at.Number, edge + 1));
            var found = graph.Target(edge);
            count++;
            if ((count & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            numberOf[found] = count;
            nodeOf[count] = found;
            parentOf[count] = at.Number;
            way.Push((count, graph.Start(found)));
        }

        Array.Resize(ref nodeOf, count + 1);
        Array.Resize(ref parentOf, count + 1);
        return new DepthFirstSearch(numberOf, nodeOf, parentOf);
    }
}
