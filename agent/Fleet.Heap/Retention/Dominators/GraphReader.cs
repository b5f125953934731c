using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Paths;
using Fleet.Heap.Retention.Roots;

namespace Fleet.Heap.Retention.Dominators;

/// <summary>Reads the graph of a heap again, now object by object.</summary>
internal sealed class GraphReader(ObjectGraph graph, RootSet roots, RootWalk walk, HeapNodes nodes, CancellationToken cancellationToken)
{
    private const int BetweenChecks = 0x3FFF;

    /// <summary>Finds out which objects need to be nodes.</summary>
    public void FindShared()
    {
        var sink = new HolderSink(this);
        foreach (var root in roots.All)
            Hold(root.Target, nodes.Root(root.Name));
        foreach (var (name, target) in roots.ConditionalStatics)
            Hold(target, nodes.Root(name));
        ReadHolders(ref sink);
        nodes.Number();
    }

    /// <summary>All edges between nodes.</summary>
    public EdgeList ReadEdges()
    {
        var edges = new EdgeList(nodes.Count);
        var sink = new EdgeSink(this, edges);
        ReadHolders(ref sink);

        var targets = roots.All.ToLookup(root => root.Name, root => root.Target);
        var conditional = roots.ConditionalStatics.ToLookup(root => root.Name);
        for (var name = 0; name < roots.Names.Count; name++)
        {
            sink.Begin(nodes.Root(name));
            foreach (var target in targets[name])
                sink.Add(target, 0);
            foreach (var (_, target) in conditional[name])
                sink.Add(target, 0);
        }

        edges.Begin(nodes.Top);
        for (var name = 0; name < roots.Names.Count; name++)
            if (targets.Contains(name))
                edges.Add(nodes.Root(name));
        edges.End();
        return edges;
    }

    private void ReadHolders<TSink>(ref TSink sink)
        where TSink : struct, INodeSink
    {
        var node = 0;
        for (var slot = walk.Holders.Next(0); slot >= 0; slot = walk.Holders.Next(slot + 1), node++)
        {
            if ((node & BetweenChecks) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var address = graph.Space.AddressOf(slot, out var range);
            if (!graph.TryRead(address, range, out var type, out _))
                continue; // it could be read when it was found

            sink.Begin(node);
            sink.MayHoldStatics = ObjectArrays.Are(graph.Types.Names[type.Name]);
            graph.Read(address, type, ref sink);
            if (!roots.IsSource(address))
                continue;

            foreach (var held in roots.HeldBy(address))
            {
                if (held.Name < 0)
                    sink.Add(held.Target, 0);
                else
                    sink.AddNode(nodes.Root(held.Name));
            }
        }
    }

    private void Hold(ulong target, int holder)
    {
        var slot = graph.Space.SlotOf(target);
        if (slot != HeapSpace.None)
            nodes.Hold(slot, holder);
    }

    private interface INodeSink : IReferenceSink
    {
        bool MayHoldStatics { get; set; }

        void Begin(int node);

        void AddNode(int node);
    }

    private struct HolderSink(GraphReader reader) : INodeSink
    {
        private int _node;

        public bool MayHoldStatics { get; set; }

        public readonly void Reserve(int references)
        {
        }

        public void Begin(int node) => _node = node;

        public readonly void Add(ulong target, ulong field)
        {
            if (!MayHoldStatics || !reader.IsNamed(field))
                reader.Hold(target, _node);
        }

        public readonly void AddNode(int node)
        {
        }
    }

    private struct EdgeSink(GraphReader reader, EdgeList edges) : INodeSink
    {
        public bool MayHoldStatics { get; set; }

        public readonly void Reserve(int references)
        {
        }

        public readonly void Begin(int node) => edges.Begin(node);

        public readonly void Add(ulong target, ulong field)
        {
            if ((!MayHoldStatics || !reader.IsNamed(field)) && reader.NodeAt(target) is >= 0 and var node)
                edges.Add(node);
        }

        public readonly void AddNode(int node) => edges.Add(node);
    }

    private bool IsNamed(ulong field) => roots.IsNamedField(field);

    private int NodeAt(ulong target)
    {
        var slot = graph.Space.SlotOf(target);
        return slot == HeapSpace.None ? -1 : nodes.NodeOf(slot);
    }
}
