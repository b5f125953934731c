using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Insights.Types;

/// <summary>Types as the runtime knows them. Each is asked for once: that takes long compared with looking at an object.</summary>
internal sealed class RuntimeTypes(ClrRuntime runtime) : ITypeSource
{
    private const int DeepestInheritance = 64;

    private readonly Dictionary<ulong, TypeLayout?> _known = [];

    public TypeLayout? Layout(ulong methodTable)
    {
        if (_known.TryGetValue(methodTable, out var known))
            return known;

        var type = runtime.GetTypeByMethodTable(methodTable);
        return _known[methodTable] = type?.Name is { Length: > 0 } ? Of(type) : null;
    }

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

        var pointerSize = type.Heap.Runtime.DataTarget.DataReader.PointerSize;
        var owner = type;
        for (var depth = 0; owner.IsArray && owner.ComponentType is { } component && depth < DeepestInheritance; depth++)
            owner = component;
        return new TypeLayout(
            new TypeKey(ancestry[0], ModuleName.Normalise(NameOf(owner.Module) ?? NameOf(type.Module))),
            ancestry,
            // Of a type that was asked for by its table alone, the type of elements is not always known.
            type is { IsArray: true, ContainsPointers: true } && type.ComponentSize == pointerSize,
            new Lazy<IReadOnlyList<FieldLayout>>(() =>
            [
                .. type.Fields.Where(field => field.Name is not null).Select(field => new FieldLayout(field.Name!, field.Offset + pointerSize, IsDelegate(field.Type))),
            ]));
    }

    // Assemblies loaded from bytes have no file, so no module name.
    private static string? NameOf(ClrModule? module) =>
        module is null ? null : !string.IsNullOrEmpty(module.Name) ? module.Name : !string.IsNullOrEmpty(module.AssemblyName) ? module.AssemblyName : null;

    /// <summary>Whether variables of a type hold delegates.</summary>
    public static bool IsDelegate(ClrType? type) => type?.BaseType?.Name == "System.MulticastDelegate";
}
