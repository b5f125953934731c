using System.Runtime.CompilerServices;

namespace Fleet.Heap.Retention.Paths;

/// <summary>
/// Paths by type names from the roots, each with what was found at its end. A type that comes again on a path is the same step again:
/// so a list of ten million nodes, or a tree, is one step that repeats.
/// </summary>
internal sealed class PathTrie(Func<int, bool> mayRepeat)
{
    /// <summary>Most paths that are told apart; behind the last, all paths to one type are one, from <see cref="Other"/>.</summary>
    public const int MostNodes = 1 << 18;

    /// <summary>Type of a node that is a root.</summary>
    public const int NoType = -1;

    private readonly Dictionary<ulong, int> _children = [];
    private readonly List<PathNode> _nodes = [];
    private ulong _latestKey = ulong.MaxValue;
    private int _latestChild;

    /// <summary>All nodes; a parent always comes before its children.</summary>
    public IReadOnlyList<PathNode> Nodes => _nodes;

    /// <summary>The root of all paths that were too many; -1 while there are none.</summary>
    public int Other { get; private set; } = NoType;

    /// <summary>Adds a root.</summary>
    /// <returns>Its node.</returns>
    public int AddRoot(int root)
    {
        _nodes.Add(new PathNode(-1, NoType, root));
        return _nodes.Count - 1;
    }

    /// <summary>The node of a type that was found at the end of a path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Child(int node, int type)
    {
        var key = ((ulong)(uint)node << 32) | (uint)type;
        if (key == _latestKey)
            return _latestChild;

        ref var child = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_children, key, out var known);
        if (!known)
            child = FindOrAdd(node, type);
        _latestKey = key;
        _latestChild = child;
        return child;
    }

    /// <summary>Counts an object at the end of a path.</summary>
    public void Count(int node, long bytes)
    {
        var found = _nodes[node];
        found.Count++;
        found.Bytes += bytes;
    }

    private int FindOrAdd(int node, int type)
    {
        for (var at = node; at >= 0; at = _nodes[at].Parent)
        {
            if (_nodes[at].Type == type && (at == node || mayRepeat(type)))
            {
                _nodes[at].Repeats = true;
                return at;
            }
        }

        if (_nodes.Count < MostNodes - 1)
        {
            _nodes.Add(new PathNode(node, type, _nodes[node].Root));
            return _nodes.Count - 1;
        }

        return ChildOfOther(type);
    }

    // Types are few, so this comes to an end.
    private int ChildOfOther(int type)
    {
        if (Other < 0)
            Other = AddRoot(-1);
        for (var at = Other + 1; at < _nodes.Count; at++)
            if (_nodes[at].Type == type)
                return at;

        _nodes.Add(new PathNode(Other, type, -1));
        return _nodes.Count - 1;
    }
}

/// <summary>One path: its last step, and what was found there.</summary>
internal sealed class PathNode(int parent, int type, int root)
{
    /// <summary>Node of the path without its last step; -1 for a root.</summary>
    public int Parent { get; } = parent;

    /// <summary>Number of the type's name; <see cref="PathTrie.NoType"/> for a root.</summary>
    public int Type { get; } = type;

    /// <summary>Number of the root that the path starts from; -1 for paths that were too many.</summary>
    public int Root { get; } = root;

    /// <summary>Objects at its end.</summary>
    public long Count { get; set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>The step repeats: objects of that type lead to others of it.</summary>
    public bool Repeats { get; set; }
}
