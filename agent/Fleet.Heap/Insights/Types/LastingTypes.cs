namespace Fleet.Heap.Insights.Types;

/// <summary>
/// What the runtime of a live process said of types that can't be unloaded. It stays true as long as the process lives, and takes long to
/// be told: so it is asked for while the process runs, and not again while it stands still.
/// </summary>
internal sealed class LastingTypes
{
    /// <summary>Layouts by method table.</summary>
    public Dictionary<ulong, TypeLayout> Layouts { get; } = [];

    /// <summary>Static fields that may be events; null while nobody has looked for all of them.</summary>
    public IReadOnlyList<EventFields>? Events { get; set; }
}

/// <summary>Static fields of a type that may be events.</summary>
/// <param name="MethodTable">Of the type.</param>
/// <param name="Type">Its layout.</param>
/// <param name="Places">Names and where their values are; null for a type that can be unloaded, whose statics may move.</param>
internal sealed record EventFields(ulong MethodTable, TypeLayout Type, IReadOnlyList<(string Name, ulong Address)>? Places);
