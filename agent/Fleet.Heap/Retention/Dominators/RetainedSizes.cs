using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Paths;

namespace Fleet.Heap.Retention.Dominators;

/// <summary>What each node retains: its own bytes, and those of all that it dominates. Index is the preorder number.</summary>
internal sealed class RetainedSizes
{
    private readonly DominatorTree _tree;
    private readonly int[] _typeOf;

    private RetainedSizes(DominatorTree tree, int types)
    {
        _tree = tree;
        _typeOf = new int[tree.Count + 1];
        Array.Fill(_typeOf, PathTrie.NoType);
        Bytes = new long[tree.Count + 1];
        Objects = new int[tree.Count + 1];
        OfType = new TypeTotal[types];
    }

    /// <summary>Bytes retained.</summary>
    public long[] Bytes { get; }

    /// <summary>Objects retained, itself among them.</summary>
    public int[] Objects { get; }

    /// <summary>Totals by type.</summary>
    public TypeTotal[] OfType { get; }

    /// <summary>Type of a node; <see cref="PathTrie.NoType"/> for a root.</summary>
    public int TypeOf(int number) => _typeOf[number];

    public static RetainedSizes Of(ObjectGraph graph, RootWalk walk, HeapNodes nodes, DominatorTree tree, CancellationToken cancellationToken)
    {
        var sizes = new RetainedSizes(tree, graph.Types.Names.Count);
        sizes.AddOwn(graph, walk, nodes, cancellationToken);
        for (var w = tree.Count; w >= 2; w--)
        {
            sizes.Bytes[tree.Immediate[w]] += sizes.Bytes[w];
            sizes.Objects[tree.Immediate[w]] += sizes.Objects[w];
        }

        cancellationToken.ThrowIfCancellationRequested();
        sizes.AddByType();
        return sizes;
    }

    private void AddOwn(ObjectGraph graph, RootWalk walk, HeapNodes nodes, CancellationToken cancellationToken)
    {
        var numberOf = new int[nodes.Count];
        for (var number = 1; number <= _tree.Count; number++)
            numberOf[_tree.NodeOf[number]] = number;

        var seen = 0;
        for (var slot = walk.Reached.Next(0); slot >= 0; slot = walk.Reached.Next(slot + 1))
        {
            if ((seen++ & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var address = graph.Space.AddressOf(slot, out var range);
            if (!graph.TryRead(address, range, out var type, out var size))
                continue; // it could be read when it was found

            ref var total = ref OfType[type.Name];
            total.Objects++;
            total.Bytes += (long)size;
            var node = nodes.NodeOf(slot);
            int number;
            if (node >= 0)
            {
                number = numberOf[node];
                _typeOf[number] = type.Name;
            }
            else
            {
                // Holds nothing, so no other of its type can dominate it.
                total.Retained += (long)size;
                number = nodes.HolderOf(slot) is >= 0 and var holder ? numberOf[holder] : 0;
            }

            Bytes[number] += (long)size;
            Objects[number]++;
        }
    }

    // Goes through the tree as through a maze, and counts what an object retains unless one of its type is above it.
    private void AddByType()
    {
        var child = new int[_tree.Count + 1];
        var sibling = new int[_tree.Count + 1];
        for (var w = _tree.Count; w >= 2; w--)
        {
            sibling[w] = child[_tree.Immediate[w]];
            child[_tree.Immediate[w]] = w;
        }

        var open = new int[OfType.Length];
        var at = 1;
        Enter(at, open);
        while (at != 0)
        {
            if (child[at] is > 0 and var below)
            {
                child[at] = sibling[below];
                at = below;
                Enter(at, open);
                continue;
            }

            if (_typeOf[at] >= 0)
                open[_typeOf[at]]--;
            at = _tree.Immediate[at];
        }
    }

    private void Enter(int number, int[] open)
    {
        if (_typeOf[number] is >= 0 and var type && open[type]++ == 0)
            OfType[type].Retained += Bytes[number];
    }

    /// <summary>Totals of a type.</summary>
    internal struct TypeTotal
    {
        public long Objects;
        public long Bytes;
        public long Retained;
    }
}
