using System.Buffers.Binary;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Retention.Roots;

/// <summary>
/// Finds instantiated generic types that have statics. Nothing lists them: modules list what they define, and a type with statics may
/// have no object. But since .NET 9 the runtime keeps, in a loader heap and side by side, where a type's statics that refer to objects
/// are, where its others are, and its method table (DynamicStaticsInfo in coreclr methodtable.h). What looks like that is only a
/// candidate; the debugging library says whether it is such a type, and where its fields are.
/// </summary>
internal static class GenericStatics
{
    private const int BlockBytes = 1 << 16;
    private const int WordBytes = 8;
    private const int InfoWords = 3;
    private const ulong MostBytes = 256UL << 20;
    private const ulong NotInitialized = 1; // a flag in the pointer

    /// <summary>The types, those without fields that hold anything among them; none on other runtimes.</summary>
    public static IEnumerable<ClrType> Find(StillHeap heap, CancellationToken cancellationToken)
    {
        var runtime = heap.Runtime;
        if (runtime.ClrInfo.Flavor != ClrFlavor.Core || heap.Structure.Plan.PointerSize != WordBytes)
            yield break;

        var space = new HeapSpace(heap.Structure.Plan, new GraphDamage());
        var seen = new HashSet<ulong>();
        foreach (var range in LoaderHeaps(runtime))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var table in Candidates(heap, space, range).Where(seen.Add))
                if (runtime.GetTypeByMethodTable(table) is { Name: { } name } type && name.Contains('<', StringComparison.Ordinal))
                    yield return type;
        }
    }

    private static IEnumerable<MemoryRange> LoaderHeaps(ClrRuntime runtime)
    {
        var seen = new HashSet<ulong>();
        ulong bytes = 0;
        var heaps = runtime.AppDomains.SelectMany(domain => domain.EnumerateLoaderAllocatorHeaps())
            .Concat(runtime.EnumerateModules().SelectMany(module => module.EnumerateLoaderAllocatorHeaps()));
        foreach (var heap in heaps.Where(heap => heap.MemoryRange.Length is > 0 and < MostBytes && seen.Add(heap.MemoryRange.Start)))
        {
            bytes += heap.MemoryRange.Length;
            if (bytes > MostBytes)
                yield break;

            yield return heap.MemoryRange;
        }
    }

    private static List<ulong> Candidates(StillHeap heap, HeapSpace space, MemoryRange range)
    {
        var found = new List<ulong>();
        var block = new byte[BlockBytes + InfoWords * WordBytes];
        for (var at = range.Start & ~(ulong)(WordBytes - 1); at < range.End; at += BlockBytes)
        {
            var read = heap.Memory.Read(at, block.AsSpan(0, (int)Math.Min((ulong)block.Length, range.End - at)));
            for (var offset = 0; offset < BlockBytes && offset + InfoWords * WordBytes <= read; offset += WordBytes)
            {
                var statics = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(offset)) & ~NotInitialized;
                var table = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(offset + 2 * WordBytes));
                if (statics != 0 && table > BlockBytes && table % WordBytes == 0 && space.SlotOf(statics) != HeapSpace.None)
                    found.Add(table);
            }
        }

        return found;
    }
}
