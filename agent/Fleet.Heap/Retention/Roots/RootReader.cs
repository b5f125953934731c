using Fleet.DataMiner.Names;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Retention.Roots;

/// <summary>Asks the runtime for all roots. One kind that can't be read does not hide the others; it is damage.</summary>
internal static class RootReader
{
    /// <summary>Reads them.</summary>
    /// <param name="heap">Stands still.</param>
    /// <param name="damage">Told of what can't be read.</param>
    /// <param name="lasting">Where statics were before, or takes it down; null: nobody asks again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static RootSet Read(StillHeap heap, GraphDamage damage, LastingRoots? lasting, CancellationToken cancellationToken)
    {
        var runtime = heap.Runtime;
        var roots = new RootSet();
        Try("static fields", () => StaticFields.Read(heap, roots, damage, lasting, cancellationToken));
        Try("static fields of generic types", () => StaticFields.ReadGeneric(heap, roots, lasting, cancellationToken));
        Try("handles", () => ReadHandles(runtime, roots));
        Try("the arrays of statics", () => ReadStorage(runtime, roots));
        // To unwind the stack of a thread that runs crashed the debugging library, and us with it.
        if (heap.ThreadsStandStill)
            Try("stacks", () => ReadStacks(runtime, roots, damage, cancellationToken));
        Try("the finalizer queue", () => ReadFinalizerQueue(runtime, roots));
        return roots;

        void Try(string what, Action read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                read();
            }
            catch (Exception e) when (IsDamage(e))
            {
                damage.Add($"{what} could not all be read ({e.Message})");
            }
        }
    }

    /// <summary>What the runtime's debugging library makes of memory that makes no sense.</summary>
    public static bool IsDamage(Exception e) =>
        e is ClrDiagnosticsException or InvalidOperationException or ArgumentException or IOException or InvalidDataException
            or NotSupportedException or OverflowException or BadImageFormatException or IndexOutOfRangeException;

    private static void ReadHandles(ClrRuntime runtime, RootSet roots)
    {
        foreach (var handle in runtime.EnumerateHandles())
        {
            if (handle.HandleKind == ClrHandleKind.Dependent)
            {
                if (handle.Object.Address != 0 && handle.Dependent.Address != 0)
                    roots.AddDependent(handle.Object.Address, handle.Dependent.Address);
            }
            else if (handle.IsStrong && handle.Object.Address != 0)
            {
                roots.Add(new RootName(KindOf(handle.HandleKind), "", ""), handle.Object.Address);
            }
        }
    }

    private static RootKind KindOf(ClrHandleKind kind) => kind switch
    {
        ClrHandleKind.Pinned => RootKind.PinnedHandle,
        ClrHandleKind.RefCounted => RootKind.RefCountedHandle,
        ClrHandleKind.AsyncPinned => RootKind.AsyncPinnedHandle,
        ClrHandleKind.SizedRef => RootKind.SizedRefHandle,
        _ => RootKind.StrongHandle,
    };

    // Arrays that statics stand in, some of which nobody names: those of generic types, and literals.
    private static void ReadStorage(ClrRuntime runtime, RootSet roots)
    {
        foreach (var root in runtime.Heap.EnumerateAdditionalRoots())
        {
            var kind = root.RootKind == ClrRootKind.ThreadStaticVar ? RootKind.ThreadStatic : RootKind.Static;
            if (root.Object.Address != 0)
                roots.Add(new RootName(kind, "", ""), root.Object.Address);
        }
    }

    private static void ReadStacks(ClrRuntime runtime, RootSet roots, GraphDamage damage, CancellationToken cancellationToken)
    {
        foreach (var thread in runtime.Threads.Where(thread => thread.IsAlive))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (var root in thread.EnumerateStackRoots())
                    if (root.Object.IsValid)
                        roots.Add(NameOf(root.StackFrame), root.Object.Address);
            }
            catch (Exception e) when (IsDamage(e))
            {
                damage.Add($"the stack of thread {thread.OSThreadId} could not be read ({e.Message})");
            }
        }
    }

    private static RootName NameOf(ClrStackFrame? frame) => frame?.Method is { Name: { } method } found
        ? new RootName(RootKind.Stack, found.Type?.Name is { } type ? $"{type}.{method}" : method, ModuleName.Normalise(found.Type?.Module?.Name))
        : new RootName(RootKind.Stack, "", "");

    private static void ReadFinalizerQueue(ClrRuntime runtime, RootSet roots)
    {
        foreach (var root in runtime.Heap.EnumerateFinalizerRoots())
            roots.Add(new RootName(RootKind.FinalizerQueue, "", ""), root.Object.Address);
    }
}
