namespace Fleet.Heap.Retention.Dominators;

/// <summary>A directed graph: nodes by number, and where the edges of each lead. Nodes are added in the order of their numbers.</summary>
internal sealed class EdgeList(int nodes)
{
    private readonly int[] _starts = new int[nodes + 1];
    private readonly IntList _targets = new();
    private int _node = -1;

    /// <summary>Nodes.</summary>
    public int Nodes => _starts.Length - 1;

    /// <summary>Edges.</summary>
    public int Edges => _targets.Count;

    /// <summary>Where the edges of a node start in <see cref="Target"/>; those of the next one are behind them.</summary>
    public int Start(int node) => _starts[node];

    /// <summary>Where an edge leads.</summary>
    public int Target(int edge) => _targets[edge];

    /// <summary>From here on edges are those of a node with a higher number than before.</summary>
    public void Begin(int node)
    {
        while (_node < node)
            _starts[++_node] = _targets.Count;
    }

    /// <summary>Adds an edge.</summary>
    public void Add(int target) => _targets.Add(target);

    /// <summary>No more edges.</summary>
    public void End() => Begin(Nodes);
}
