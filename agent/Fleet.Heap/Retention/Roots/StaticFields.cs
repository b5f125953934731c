using System.Collections.Immutable;
using Fleet.Heap.Naming;
using Fleet.Heap.Retention.Graph;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Retention.Roots;

/// <summary>Static fields by name, those of threads among them, of types.</summary>
internal static class StaticFields
{
    /// <summary>Adds those of all types that modules define.</summary>
    public static void Read(ClrRuntime runtime, RootSet roots, GraphDamage damage, CancellationToken cancellationToken)
    {
        foreach (var module in runtime.EnumerateModules())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Read(runtime, module.EnumerateTypesWithStaticFields(), roots, cancellationToken);
            }
            catch (Exception e) when (RootReader.IsDamage(e))
            {
                damage.Add($"static fields of '{module.Name}' could not be read ({e.Message})");
            }
        }
    }

    /// <summary>Adds the fields of some types.</summary>
    public static void Read(ClrRuntime runtime, IEnumerable<ClrType> types, RootSet roots, CancellationToken cancellationToken)
    {
        var threads = runtime.Threads.Where(thread => thread.IsAlive).ToArray();
        foreach (var type in types)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Read(runtime, type, threads, roots);
        }
    }

    private static void Read(ClrRuntime runtime, ClrType type, IReadOnlyList<ClrThread> threads, RootSet roots)
    {
        var reader = runtime.DataTarget.DataReader;
        // The assembly of a collectible type can be unloaded: what its statics hold lives as long as its allocator.
        var allocator = type.LoaderAllocatorHandle == 0 ? 0 : reader.ReadPointer(type.LoaderAllocatorHandle);
        var key = TypeNames.Of(type);
        foreach (var field in type.StaticFields.Where(MayHoldObject))
            foreach (var domain in DomainsOf(runtime, type))
                Add(field, RootKind.Static, field.GetAddress(domain));

        foreach (var field in type.ThreadStaticFields.Where(MayHoldObject))
            foreach (var thread in threads)
                Add(field, RootKind.ThreadStatic, field.GetAddress(thread));

        void Add(ClrField field, RootKind kind, ulong address)
        {
            if (address != 0 && reader.ReadPointer(address, out var target) && target != 0)
                roots.AddStatic(new RootName(kind, $"{key?.Name}.{field.Name}", key?.Module ?? ""), address, target, allocator);
        }
    }

    // Structures are boxed. Primitives and pointers lie elsewhere and hold nothing.
    private static bool MayHoldObject(ClrField field) =>
        !field.IsPrimitive && field.ElementType is not (ClrElementType.Pointer or ClrElementType.FunctionPointer);

    // In .NET there is one domain; in .NET Framework a module that domains share has its statics once in each.
    private static ImmutableArray<ClrAppDomain> DomainsOf(ClrRuntime runtime, ClrType type) =>
        type.Module.AppDomain is { } own && runtime.AppDomains.Contains(own) ? [own] : runtime.AppDomains;
}
