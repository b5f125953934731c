using Fleet.Heap.Retention.Graph;

namespace Fleet.Heap.Retention.Roots;

/// <summary>What a root is called. Roots of one name are one.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name"><c>DeclaringType.Field</c> of a static, <c>Type.Method</c> of a stack's frame; empty where there is none.</param>
/// <param name="Module">Normalised name of the module of that type; empty where there is none.</param>
internal readonly record struct RootName(RootKind Kind, string Name, string Module);

/// <summary>A root.</summary>
/// <param name="Name">Number of its name.</param>
/// <param name="Target">Address of the object that it holds.</param>
internal readonly record struct Root(int Name, ulong Target);

/// <summary>What an object holds without a field: the target of a dependent handle, or a static of a collectible type.</summary>
/// <param name="Target">The object that is held.</param>
/// <param name="Name">Number of the static's name; -1 for a dependent handle.</param>
internal readonly record struct ConditionalEdge(ulong Target, int Name);

/// <summary>All roots of one heap, and edges that stand in no object.</summary>
internal sealed class RootSet
{
    private static readonly ConditionalEdge[] NoEdges = [];

    private readonly Dictionary<RootName, int> _numbers = [];
    private readonly List<RootName> _names = [];
    private readonly List<Root> _roots = [];
    private readonly AddressFilter _sources = new();
    private readonly Dictionary<ulong, List<ConditionalEdge>> _conditional = [];
    private readonly AddressFilter _namedFields = new();

    /// <summary>Names by number.</summary>
    public IReadOnlyList<RootName> Names => _names;

    /// <summary>Roots in the order that they were added.</summary>
    public IReadOnlyList<Root> All => _roots;

    /// <summary>Statics of collectible types.</summary>
    public IEnumerable<Root> ConditionalStatics =>
        from edges in _conditional.Values
        from edge in edges
        where edge.Name >= 0
        select new Root(edge.Name, edge.Target);

    /// <summary>Adds a root.</summary>
    public void Add(RootName name, ulong target) => _roots.Add(new Root(NumberOf(name), target));

    /// <summary>Adds a static field.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="field">Address of its value: whatever array it stands in, this name says more.</param>
    /// <param name="target">The object that it holds.</param>
    /// <param name="allocator">Object without which it would not be there, for a collectible type; 0 for all others.</param>
    public void AddStatic(RootName name, ulong field, ulong target, ulong allocator)
    {
        if (!_namedFields.Add(field))
            return; // a type seen twice

        if (allocator == 0)
            Add(name, target);
        else
            AddConditional(allocator, new ConditionalEdge(target, NumberOf(name)));
    }

    /// <summary>Adds the target of a dependent handle.</summary>
    public void AddDependent(ulong source, ulong target) => AddConditional(source, new ConditionalEdge(target, -1));

    /// <summary>Whether an address is that of a static field that has a name.</summary>
    public bool IsNamedField(ulong address) => _namedFields.Has(address);

    /// <summary>Whether an object holds others besides its fields.</summary>
    public bool IsSource(ulong address) => _sources.Has(address);

    /// <summary>What it holds besides its fields.</summary>
    public IReadOnlyList<ConditionalEdge> HeldBy(ulong source) => _conditional.TryGetValue(source, out var edges) ? edges : NoEdges;

    private void AddConditional(ulong source, ConditionalEdge edge)
    {
        if (!_conditional.TryGetValue(source, out var edges))
            _conditional.Add(source, edges = []);
        edges.Add(edge);
        _sources.Add(source);
    }

    private int NumberOf(RootName name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            _numbers.Add(name, number = _names.Count);
            _names.Add(name);
        }

        return number;
    }
}
