using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Insights.Types;

/// <summary>Types as the runtime knows them. Each is asked for once: that takes long compared with looking at an object.</summary>
/// <param name="runtime">Knows them.</param>
/// <param name="lasting">What it said before, and takes what it says; null: nobody asks again.</param>
internal sealed class RuntimeTypes(ClrRuntime runtime, LastingTypes? lasting = null) : ITypeSource
{
    private const int DeepestInheritance = 64;

    private readonly Dictionary<ulong, TypeLayout?> _known = [];

    public TypeLayout? Layout(ulong methodTable)
    {
        if (_known.TryGetValue(methodTable, out var known))
            return known;

        if (lasting is not null && lasting.Layouts.TryGetValue(methodTable, out var before))
            return _known[methodTable] = Again(methodTable, before);

        var type = runtime.GetTypeByMethodTable(methodTable);
        var layout = type?.Name is { Length: > 0 } ? Of(type) : null;
        if (layout is not null && type!.LoaderAllocatorHandle == 0)
            lasting?.Layouts.TryAdd(methodTable, layout);
        return _known[methodTable] = layout;
    }

    // The runtime that was asked before may be closed by now, and can't tell the fields that nobody wanted then.
    private TypeLayout Again(ulong methodTable, TypeLayout before) => before.Fields.IsValueCreated ? before : before with
    {
        Fields = new Lazy<IReadOnlyList<FieldLayout>>(() => runtime.GetTypeByMethodTable(methodTable) is { } type ? FieldsOf(type) : []),
    };

    /// <summary>Whether <c>Dispose</c> can be called on objects of a type.</summary>
    public bool IsDisposable(ulong methodTable)
    {
        for (var (type, depth) = (runtime.GetTypeByMethodTable(methodTable), 0); type is not null && depth < DeepestInheritance; type = type.BaseType, depth++)
        {
            if (type.EnumerateInterfaces().Any(implemented => implemented.Name == "System.IDisposable"))
                return true;
        }

        return false;
    }

    /// <summary>The layout of a type that ClrMD has.</summary>
    public static TypeLayout Of(ClrType type)
    {
        var ancestry = new List<string>();
        for (var ancestor = type; ancestor is not null && ancestry.Count < DeepestInheritance; ancestor = ancestor.BaseType)
            ancestry.Add(ancestor.Name ?? "");

        var owner = type;
        for (var depth = 0; owner.IsArray && owner.ComponentType is { } component && depth < DeepestInheritance; depth++)
            owner = component;
        return new TypeLayout(
            new TypeKey(ancestry[0], ModuleName.Normalise(NameOf(owner.Module) ?? NameOf(type.Module))),
            ancestry,
            // Of a type that was asked for by its table alone, the type of elements is not always known.
            type is { IsArray: true, ContainsPointers: true } && type.ComponentSize == PointerSizeOf(type),
            new Lazy<IReadOnlyList<FieldLayout>>(() => FieldsOf(type)));
    }

    private static FieldLayout[] FieldsOf(ClrType type)
    {
        var pointerSize = PointerSizeOf(type);
        return [.. type.Fields.Where(field => field.Name is not null).Select(field => new FieldLayout(field.Name!, field.Offset + pointerSize, IsDelegate(field.Type)))];
    }

    private static int PointerSizeOf(ClrType type) => type.Heap.Runtime.DataTarget.DataReader.PointerSize;

    // Assemblies loaded from bytes have no file, so no module name.
    private static string? NameOf(ClrModule? module) =>
        module is null ? null : !string.IsNullOrEmpty(module.Name) ? module.Name : !string.IsNullOrEmpty(module.AssemblyName) ? module.AssemblyName : null;

    /// <summary>Whether variables of a type hold delegates.</summary>
    public static bool IsDelegate(ClrType? type) => type?.BaseType?.Name == "System.MulticastDelegate";
}
