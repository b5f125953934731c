using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.AddressSpace;
using Fleet.Heap.Naming;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Fleet.Heap.Walking;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Counting;

/// <summary>
/// The details of a heap, in two parts: <see cref="Take"/> copies what changes as soon as the process runs, in a millisecond or two;
/// <see cref="Finish"/> asks for all the rest afterwards.
/// </summary>
internal sealed class HeldCounts
{
    /// <summary>
    /// What the types of finalizable objects may add to a hold; those that are left are asked for afterwards. On Windows it is a clone that
    /// is held, which stays as it is.
    /// </summary>
    public static readonly TimeSpan? LongestInHold = OperatingSystem.IsWindows() ? null : TimeSpan.FromMilliseconds(1);

    private readonly StillHeap _heap;
    private readonly FinalizerQueue _finalizers;

    private HeldCounts(StillHeap heap, FinalizerQueue finalizers)
    {
        _heap = heap;
        _finalizers = finalizers;
    }

    /// <summary>Copies what is of this moment only.</summary>
    /// <param name="heap">Stands still now.</param>
    /// <param name="longest">For a process that is to run again; null for a heap that stands still for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static HeldCounts Take(StillHeap heap, TimeSpan? longest, CancellationToken cancellationToken)
    {
        var finalizers = FinalizerQueue.Read(heap);
        finalizers.Tell(longest, cancellationToken);
        return new HeldCounts(heap, finalizers);
    }

    /// <summary>Has the code compiled that <see cref="Take"/> needs, before a process stands still for it.</summary>
    public static void Rehearse()
    {
        FinalizerQueue.Read(new Nothing(), IntPtr.Size, [new FinalizerList(64, 128, 192)]).Tell(LongestInHold, CancellationToken.None);
    }

    /// <summary>Makes the details; the process may run.</summary>
    /// <param name="runtime">That of the last hold; an earlier one is closed by now.</param>
    /// <param name="walk">What was counted in the heap.</param>
    /// <param name="process">Whose heap; null for a dump, whose operating system can't be asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public HeapDetails Finish(ClrRuntime runtime, WalkResult walk, ProcessDescription? process, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        using var pages = process is null ? null : ProcessPages.Open(process.Pid, process.Bits);
        // Lists in a process that runs, or in a damaged dump: what can't be read must not cost the summary.
        var nativeHeaps = RuntimeTrouble.Ask<ClrNativeHeapInfo[]>("native heaps", () => [.. runtime.EnumerateClrNativeHeaps().Where(heap => heap.MemoryRange.Length > 0)], [], notes);
        return new HeapDetails
        {
            Handles = RuntimeTrouble.Ask("handles", () => HandleKinds.Count(runtime, _heap.Memory, nativeHeaps, notes), [], notes),
            Finalizable = RuntimeTrouble.Ask("types of finalizable objects", () => FinalizableTypes(runtime, walk, notes, cancellationToken), [], notes),
            Assemblies = RuntimeTrouble.Ask("assemblies", () => LoadedAssemblies.Of(runtime), [], notes),
            Space = SpaceByGeneration.Of(_heap.Structure.Segments, walk, _heap.Structure.FreeTable),
            Memory = MemoryBreakdown.Read(pages, _heap.Structure.Segments, nativeHeaps, notes),
            LargestFreeBlockBytes = pages?.LargestFreeBlock(),
            Notes = notes,
        };
    }

    private IReadOnlyList<FinalizableRow> FinalizableTypes(ClrRuntime runtime, WalkResult walk, List<string> notes, CancellationToken cancellationToken)
    {
        if (!_finalizers.IsWhole)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"only {_finalizers.Count} objects of the finalizer queue could be read"));
        if (_finalizers.Untold > 0)
        {
            notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"{_finalizers.Untold} of {_finalizers.Count} finalizable objects got their type after the process was let go: a collection may have moved some"));
            _finalizers.Tell(null, cancellationToken);
        }

        var rows = new Dictionary<TypeKey, FinalizableRow>();
        long unknown = 0;
        foreach (var (address, count) in _finalizers.ByTable)
        {
            if (!walk.Tables.TryGet(address, out var table) || TypeNames.Of(runtime, walk.Tables, table) is not { } key)
            {
                unknown += count.Registered + count.Suppressed + count.Waiting;
                continue;
            }

            var row = rows.GetValueOrDefault(key);
            rows[key] = new FinalizableRow(key.Name, key.Module, row.Registered + count.Registered, row.Suppressed + count.Suppressed, row.Waiting + count.Waiting);
        }

        if (unknown > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{unknown} finalizable objects are of no known type and not counted"));
        return [.. rows.Values.OrderByDescending(row => row.Registered).ThenBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Module, StringComparer.Ordinal)];
    }

    private sealed class Nothing : Memory.IMemorySource
    {
        public int Read(ulong address, Span<byte> buffer)
        {
            buffer.Fill(64);
            return buffer.Length;
        }
    }
}
