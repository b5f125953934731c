using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Roots;

namespace Fleet.Heap.Retention.Paths;

/// <summary>
/// Finds all that the roots hold, nearest first, and by which way: a breadth-first search, so that each object's path is a shortest
/// one. All of one distance is done before the next, and within it roots in the order of <see cref="RootKind"/>; within that,
/// addresses ascend. So the same heap gives the same answer.
/// </summary>
internal sealed class RootWalk
{
    private const int MostEdges = 4 << 20;
    private const int FewestEdges = 64 << 10;
    private const int EdgesBetweenChecks = 32 << 10; // a full batch takes half a second, for which a process may not stand still unasked
    private static readonly int Kinds = Enum.GetValues<RootKind>().Length;

    private readonly ObjectGraph _graph;
    private readonly RootSet _roots;
    private readonly CancellationToken _cancellationToken;
    private readonly EdgeBatch _batch;
    private readonly int[] _rootNodes;
    private readonly Stack<ulong[]> _spare = new();
    private Frontier[] _now;
    private Frontier[] _next;
    private int _kind;

    private RootWalk(ObjectGraph graph, RootSet roots, CancellationToken cancellationToken)
    {
        _graph = graph;
        _roots = roots;
        _cancellationToken = cancellationToken;
        _batch = new EdgeBatch((int)Math.Clamp(graph.Space.Slots / 4, FewestEdges, MostEdges), graph.Space.Slots);
        Reached = new SlotBitmap(graph.Space.Slots);
        Holders = new SlotBitmap(graph.Space.Slots);
        Trie = new PathTrie(type => !ObjectArrays.Are(graph.Types.Names[type]));
        _rootNodes = [.. Enumerable.Range(0, roots.Names.Count).Select(Trie.AddRoot)];
        _now = NewFrontiers();
        _next = NewFrontiers();
    }

    /// <summary>The paths, and what is at their ends.</summary>
    public PathTrie Trie { get; }

    /// <summary>References between types.</summary>
    public EdgeTable Edges { get; } = new();

    /// <summary>Objects that a root holds.</summary>
    public SlotBitmap Reached { get; }

    /// <summary>Those of them that may hold others.</summary>
    public SlotBitmap Holders { get; }

    /// <summary>Walks.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static RootWalk Run(ObjectGraph graph, RootSet roots, CancellationToken cancellationToken)
    {
        var walk = new RootWalk(graph, roots, cancellationToken);
        walk.Start();
        while (walk._now.Any(frontier => !frontier.IsEmpty))
            walk.Advance();
        return walk;
    }

    private void Start()
    {
        foreach (var ofKind in _roots.All.GroupBy(root => _roots.Names[root.Name].Kind).OrderBy(group => group.Key))
        {
            _kind = (int)ofKind.Key;
            foreach (var root in ofKind)
                Add(root.Target, _rootNodes[root.Name], 0);
            Follow();
        }

        (_now, _next) = (_next, _now);
    }

    private void Advance()
    {
        for (_kind = 0; _kind < Kinds; _kind++)
        {
            var frontier = _now[_kind];
            if (frontier.IsEmpty)
                continue;

            for (var i = 0; i < frontier.Blocks; i++)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                foreach (var found in frontier.Block(i))
                    Expand(EdgeBatch.SlotOf(found), EdgeBatch.NodeOf(found));
                frontier.Release(i);
            }

            frontier.Clear();
            Follow();
        }

        (_now, _next) = (_next, _now);
    }

    private void Expand(long slot, int node)
    {
        var address = _graph.Space.AddressOf(slot, out var range);
        if (!_graph.TryRead(address, range, out var type, out _))
            return; // it could be read when it was found

        if (_roots.IsSource(address))
        {
            foreach (var held in _roots.HeldBy(address))
                Add(held.Target, held.Name < 0 ? node : _rootNodes[held.Name], address);
        }

        var sink = new Sink(this, node, ObjectArrays.Are(_graph.Types.Names[type.Name]));
        _graph.Read(address, type, ref sink);
    }

    private void Add(ulong target, int node, ulong from)
    {
        if (_batch.Room == 0)
            Follow();
        var slot = _graph.Space.SlotOf(target);
        if (slot != HeapSpace.None)
            _batch.Add(slot, node);
        else if (from != 0)
            _graph.Damage.Add(from, "a dependent handle leads out of the heap");
    }

    // Goes where the references lead that were found so far, in the order of addresses.
    private void Follow()
    {
        var next = _next[_kind];
        long latest = HeapSpace.None;
        ulong address = 0;
        GraphType? type = null;
        ulong size = 0;
        var followed = 0;
        foreach (var edge in _batch.TakeSorted())
        {
            if (followed++ % EdgesBetweenChecks == 0)
                _cancellationToken.ThrowIfCancellationRequested();
            var slot = EdgeBatch.SlotOf(edge);
            var node = EdgeBatch.NodeOf(edge);
            var from = Trie.Nodes[node].Type;
            if (slot != latest)
            {
                latest = slot;
                address = _graph.Space.AddressOf(slot, out var range);
                if (!_graph.TryRead(address, range, out type, out size))
                {
                    type = null;
                    // What a stack holds may be of a moment ago.
                    if (from != PathTrie.NoType || _kind != (int)RootKind.Stack)
                        _graph.Damage.Add(address, "a reference leads to what is no object");
                }
            }

            if (type is null)
                continue;
            if (from != PathTrie.NoType)
                Edges.Add(from, type.Name, (long)size);
            if (!Reached.Set(slot))
                continue;

            var child = Trie.Child(node, type.Name);
            Trie.Count(child, (long)size);
            if (type.HasReferences || _roots.IsSource(address))
            {
                Holders.Set(slot);
                next.Add(EdgeBatch.Pack(slot, child));
            }
        }
    }

    private Frontier[] NewFrontiers() => [.. Enumerable.Range(0, Kinds).Select(_ => new Frontier(_spare))];

    private readonly struct Sink(RootWalk walk, int node, bool mayHoldStatics) : IReferenceSink
    {
        public void Reserve(int references)
        {
            if (walk._batch.Room < references)
                walk.Follow();
        }

        public void Add(ulong target, ulong field)
        {
            var slot = walk._graph.Space.SlotOf(target);
            if (slot == HeapSpace.None)
                walk._graph.Damage.Add(field, "a reference leads out of the heap");
            else if (!mayHoldStatics || !walk._roots.IsNamedField(field))
                walk._batch.Add(slot, node);
        }
    }
}
