using Fleet.Heap.Retention.Graph;

namespace Fleet.Heap.Retention.Roots;

/// <summary>
/// What the runtime of a live process said of types that can't be unloaded, and of where their statics are. It stays true as long as the
/// process lives, and takes long to be told: so it is asked for while the process runs, and not again while it stands still. A module that is
/// loaded in between is asked about then. What the statics of a type hold that is initialised in between, or of a generic one, is held by a
/// static without a name.
/// </summary>
internal sealed class LastingRoots
{
    /// <summary>Types by method table.</summary>
    public Dictionary<ulong, TypeFacts> Names { get; } = [];

    /// <summary>Statics of the types that a module defines, by its address; none of one of which not all were found.</summary>
    public Dictionary<ulong, IReadOnlyList<TypeStatics>> Statics { get; } = [];

    /// <summary>Statics of generic types; null while not all of them were found.</summary>
    public IReadOnlyList<TypeStatics>? GenericStatics { get; set; }
}

/// <summary>The statics of one type.</summary>
/// <param name="MethodTable">Of the type.</param>
/// <param name="Places">
/// Names and where their values are; null for a type that can be unloaded, whose statics may move, or with statics of threads, which come and go.
/// </param>
internal sealed record TypeStatics(ulong MethodTable, IReadOnlyList<(RootName Name, ulong Address)>? Places);
