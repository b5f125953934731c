using Fleet.Heap.Retention.Graph;

namespace Fleet.Heap.Retention.Dominators;

/// <summary>
/// Numbers what takes part in dominance: first the objects that may hold others, then roots, then one node above them all, then the
/// objects that hold nothing but are held by more than one. All others, mostly the most, hold nothing and have one holder: what
/// dominates them is known without any work, and one number each is all they cost.
/// </summary>
internal sealed class HeapNodes
{
    private const int NoHolder = -1;
    private const int SharedBase = -2; // SharedBase - n: the n-th object that is held by several

    private readonly SlotBitmap _reached;
    private readonly SlotBitmap _holders;
    private readonly int[] _holderOf;

    public HeapNodes(SlotBitmap reached, SlotBitmap holders, int roots)
    {
        _reached = reached;
        _holders = holders;
        reached.Index();
        holders.Index();
        Holders = checked((int)holders.Count);
        Roots = roots;
        _holderOf = GC.AllocateUninitializedArray<int>(checked((int)reached.Count) - Holders);
        Array.Fill(_holderOf, NoHolder);
    }

    /// <summary>Objects that may hold others; they are the first nodes, by address.</summary>
    public int Holders { get; }

    /// <summary>Roots.</summary>
    public int Roots { get; }

    /// <summary>Objects that hold nothing and are held by several.</summary>
    public int Shared { get; private set; }

    /// <summary>The node above all roots.</summary>
    public int Top => Holders + Roots;

    /// <summary>All nodes.</summary>
    public int Count => checked(Top + 1 + Shared);

    /// <summary>Node of a root.</summary>
    public int Root(int name) => Holders + name;

    /// <summary>The root that a node is; -1 when it is none.</summary>
    public int NameOf(int node) => node >= Holders && node < Top ? node - Holders : -1;

    /// <summary>Tells of a holder of the object at a slot, before <see cref="Number"/>.</summary>
    public void Hold(long slot, int holder)
    {
        if (_holders.Has(slot) || !_reached.Has(slot))
            return;

        ref var known = ref _holderOf[Leaf(slot)];
        if (known == NoHolder)
            known = holder;
        else if (known != holder)
            known = SharedBase;
    }

    /// <summary>Gives those that are held by several their numbers.</summary>
    public void Number()
    {
        for (var leaf = 0; leaf < _holderOf.Length; leaf++)
            if (_holderOf[leaf] == SharedBase)
                _holderOf[leaf] = SharedBase - Shared++;
    }

    /// <summary>Node of the object at a slot; -1 for what is none.</summary>
    public int NodeOf(long slot)
    {
        if (_holders.Has(slot))
            return _holders.Rank(slot);
        return _reached.Has(slot) && _holderOf[Leaf(slot)] is <= SharedBase and var shared ? Top + 1 + (SharedBase - shared) : -1;
    }

    /// <summary>The one node that holds an object that is no node itself; -1 when nothing does.</summary>
    public int HolderOf(long slot) => _holderOf[Leaf(slot)];

    /// <summary>Slot of the object that a node is; -1 for a root. Looks for it among all: for few only.</summary>
    public long SlotOf(int node)
    {
        if (node < Holders)
            return _holders.Select(node);
        if (node <= Top)
            return -1;

        var leaf = 0;
        for (var slot = _reached.Next(0); slot >= 0; slot = _reached.Next(slot + 1))
            if (!_holders.Has(slot) && _holderOf[leaf++] == SharedBase - (node - Top - 1))
                return slot;
        return -1;
    }

    private int Leaf(long slot) => _reached.Rank(slot) - _holders.Rank(slot);
}
