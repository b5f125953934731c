using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Naming;

/// <summary>
/// Names method tables. Done after the process runs again: the loader's structures don't move. Only an unloaded type can be gone by
/// then, and its method table tells.
/// </summary>
internal static class TypeNames
{
    /// <summary>Stands for types that were unloaded between the walk and their naming.</summary>
    public static readonly TypeKey Unloaded = new("(unloaded type)", "");

    /// <summary>The name of one method table; null when the runtime knows no such type.</summary>
    public static TypeKey? Of(ClrRuntime runtime, MethodTables tables, MethodTable table)
    {
        var key = Of(runtime.GetTypeByMethodTable(table.Address));
        return tables.IsUnchanged(table) ? key : Unloaded;
    }

    /// <summary>The name of a type; null when it has none.</summary>
    public static TypeKey? Of(ClrType? type) =>
        type?.Name is { Length: > 0 } name ? new TypeKey(name, ModuleName.Normalise(ModuleOf(type))) : null;

    private static string? ModuleOf(ClrType type)
    {
        // An array of an array ... belongs to what holds the innermost elements.
        var owner = type;
        while (owner.IsArray && owner.ComponentType is { } component)
            owner = component;

        return NameOf(owner.Module) ?? NameOf(type.Module);
    }

    // Assemblies loaded from bytes have no file, so no module name: theirs is the assembly's display name.
    private static string? NameOf(ClrModule? module) =>
        module is null ? null
        : !string.IsNullOrEmpty(module.Name) ? module.Name
        : !string.IsNullOrEmpty(module.AssemblyName) ? module.AssemblyName
        : null;
}
