using System.Collections.Immutable;
using Fleet.Heap.Naming;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Retention.Roots;

/// <summary>Static fields by name, those of threads among them, of types.</summary>
internal static class StaticFields
{
    /// <summary>Adds those of all types that modules define.</summary>
    public static void Read(StillHeap heap, RootSet roots, GraphDamage damage, LastingRoots? lasting, CancellationToken cancellationToken)
    {
        var threads = LiveThreads(heap.Runtime);
        foreach (var module in heap.Runtime.EnumerateModules())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (lasting is not null && lasting.Statics.TryGetValue(module.Address, out var known))
            {
                ReadAgain(heap.Runtime, known, threads, roots, cancellationToken);
                continue;
            }

            try
            {
                var found = Read(heap.Runtime, module.EnumerateTypesWithStaticFields(), threads, roots, cancellationToken);
                lasting?.Statics.Add(module.Address, found);
            }
            catch (Exception e) when (RootReader.IsDamage(e))
            {
                damage.Add($"static fields of '{module.Name}' could not be read ({e.Message})");
            }
        }
    }

    /// <summary>Adds those of instantiated generic types.</summary>
    public static void ReadGeneric(StillHeap heap, RootSet roots, LastingRoots? lasting, CancellationToken cancellationToken)
    {
        var threads = LiveThreads(heap.Runtime);
        if (lasting?.GenericStatics is { } known)
        {
            ReadAgain(heap.Runtime, known, threads, roots, cancellationToken);
            return;
        }

        var found = Read(heap.Runtime, GenericStatics.Find(heap, cancellationToken), threads, roots, cancellationToken);
        if (lasting is not null)
            lasting.GenericStatics = found;
    }

    private static List<TypeStatics> Read(
        ClrRuntime runtime, IEnumerable<ClrType> types, IReadOnlyList<ClrThread> threads, RootSet roots, CancellationToken cancellationToken)
    {
        var found = new List<TypeStatics>();
        foreach (var type in types)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read(runtime, type, threads, roots) is { Places: not { Count: 0 } } statics)
                found.Add(statics);
        }

        return found;
    }

    private static void ReadAgain(
        ClrRuntime runtime, IReadOnlyList<TypeStatics> known, IReadOnlyList<ClrThread> threads, RootSet roots, CancellationToken cancellationToken)
    {
        foreach (var statics in known)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (statics.Places is { } places)
            {
                foreach (var (name, address) in places)
                    Add(runtime, roots, name, address, allocator: 0);
            }
            else if (runtime.GetTypeByMethodTable(statics.MethodTable) is { } type)
            {
                Read(runtime, type, threads, roots);
            }
        }
    }

    private static TypeStatics Read(ClrRuntime runtime, ClrType type, IReadOnlyList<ClrThread> threads, RootSet roots)
    {
        // The assembly of a collectible type can be unloaded: what its statics hold lives as long as its allocator.
        var allocator = type.LoaderAllocatorHandle == 0 ? 0 : runtime.DataTarget.DataReader.ReadPointer(type.LoaderAllocatorHandle);
        var key = TypeNames.Of(type);
        var places = new List<(RootName Name, ulong Address)>();
        foreach (var field in type.StaticFields.Where(MayHoldObject))
            foreach (var domain in DomainsOf(runtime, type))
                if (field.GetAddress(domain) is not 0 and var address)
                    places.Add((NameOf(field, RootKind.Static), address));
        var lasts = type.LoaderAllocatorHandle == 0;

        foreach (var field in type.ThreadStaticFields.Where(MayHoldObject))
        {
            lasts = false;
            foreach (var thread in threads)
                if (field.GetAddress(thread) is not 0 and var address)
                    places.Add((NameOf(field, RootKind.ThreadStatic), address));
        }

        foreach (var (name, address) in places)
            Add(runtime, roots, name, address, allocator);
        return new TypeStatics(type.MethodTable, lasts ? places : null);

        RootName NameOf(ClrField field, RootKind kind) => new(kind, $"{key?.Name}.{field.Name}", key?.Module ?? "");
    }

    private static void Add(ClrRuntime runtime, RootSet roots, RootName name, ulong address, ulong allocator)
    {
        if (runtime.DataTarget.DataReader.ReadPointer(address, out var target) && target != 0)
            roots.AddStatic(name, address, target, allocator);
    }

    private static ClrThread[] LiveThreads(ClrRuntime runtime) => [.. runtime.Threads.Where(thread => thread.IsAlive)];

    // Structures are boxed. Primitives and pointers lie elsewhere and hold nothing.
    private static bool MayHoldObject(ClrField field) =>
        !field.IsPrimitive && field.ElementType is not (ClrElementType.Pointer or ClrElementType.FunctionPointer);

    // In .NET there is one domain; in .NET Framework a module that domains share has its statics once in each.
    private static ImmutableArray<ClrAppDomain> DomainsOf(ClrRuntime runtime, ClrType type) =>
        type.Module.AppDomain is { } own && runtime.AppDomains.Contains(own) ? [own] : runtime.AppDomains;
}
