namespace Fleet.Contracts.Heap;

/// <summary>
/// What a look learns of a heap beside its objects: handles, finalization, assemblies, free space, and what else takes memory.
/// Lists come in the order of their figures, the largest first, then of their names.
/// </summary>
public sealed record HeapDetails
{
    /// <summary>Handles of the collector by kind (<c>Strong</c>, <c>Pinned</c>, <c>WeakShort</c>, <c>Dependent</c> …); kinds without any are left out.</summary>
    public required IReadOnlyList<HandleCount> Handles { get; init; }

    /// <summary>Objects with a finalizer by type, as far as the collector has them registered.</summary>
    public required IReadOnlyList<FinalizableRow> Finalizable { get; init; }

    /// <summary>Loaded assemblies by name.</summary>
    public required IReadOnlyList<AssemblyCount> Assemblies { get; init; }

    /// <summary>Space by generation.</summary>
    public required GenerationSpaces Space { get; init; }

    /// <summary>Managed against unmanaged memory.</summary>
    public required MemoryUse Memory { get; init; }

    /// <summary>Bytes of the largest run of free addresses; null where addresses are plenty (64 bits) or the source does not tell (dumps).</summary>
    public long? LargestFreeBlockBytes { get; init; }

    /// <summary>What of this is not exact, not of the moment of the walk, or not known, and why; one line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Handles of one kind.</summary>
/// <param name="Kind">As the runtime calls it.</param>
/// <param name="Count">How many.</param>
public readonly record struct HandleCount(string Kind, long Count);

/// <summary>Objects of one type that have a finalizer.</summary>
/// <param name="Name">Full type name.</param>
/// <param name="Module">Normalised module name.</param>
/// <param name="Registered">Whose finalizer is still to run once they are unreachable.</param>
/// <param name="Suppressed">Registered, but <c>SuppressFinalize</c> was called: disposed of as they should be.</param>
/// <param name="Waiting">Unreachable; in the queue of the finalizer thread.</param>
public readonly record struct FinalizableRow(string Name, string Module, long Registered, long Suppressed, long Waiting);

/// <summary>An assembly.</summary>
/// <param name="Name">Normalised module name.</param>
/// <param name="Loaded">How often it is loaded; recompiled code is loaded beside the old one.</param>
public readonly record struct AssemblyCount(string Name, long Loaded);

/// <summary>Space of one generation, in bytes.</summary>
/// <param name="FreeBytes">Free objects and gaps between objects.</param>
/// <param name="CommittedBytes">Committed, free or not.</param>
/// <param name="ReservedBytes">Addresses that are kept for it beyond those.</param>
public readonly record struct GenerationSpace(long FreeBytes, long CommittedBytes, long ReservedBytes);

/// <summary>Space by generation: the three of the small object heap, large, pinned and frozen objects.</summary>
public sealed record GenerationSpaces(
    GenerationSpace Gen0,
    GenerationSpace Gen1,
    GenerationSpace Gen2,
    GenerationSpace Loh,
    GenerationSpace Poh,
    GenerationSpace Frozen);

/// <summary>
/// Managed against unmanaged memory, as the operating system accounts it: on Linux what is in memory or swapped out, on Windows what is
/// committed. All 0 for a dump, which does not tell.
/// </summary>
/// <param name="PrivateBytes">Of the whole process, not shared.</param>
/// <param name="CollectorBytes">Of the collector's heaps, regions that it keeps free included.</param>
/// <param name="OtherBytes">Private bytes that belong neither to the collector nor to the runtime: native libraries, threads, unmanaged allocations.</param>
/// <param name="Runtime">
/// Of the runtime's own native heaps. Those that hold code and types are mapped twice on Linux, once to write and once to run, and therefore
/// shared memory, which private bytes leave out.
/// </param>
public sealed record MemoryUse(long PrivateBytes, long CollectorBytes, long OtherBytes, IReadOnlyList<NativeHeapUse> Runtime);

/// <summary>One kind of the runtime's native heaps.</summary>
/// <param name="Kind">As the runtime calls it: <c>LoaderCodeHeap</c>, <c>HighFrequencyHeap</c>, <c>HandleTable</c> …</param>
/// <param name="Bytes">Used by it.</param>
public readonly record struct NativeHeapUse(string Kind, long Bytes);
