using Fleet.Heap.Memory;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Structure;

/// <summary>A heap that does not change while it is asked: in a dump, in a clone, or of a process held still.</summary>
/// <param name="Runtime">Who names things, and knows roots. Not safe for threads.</param>
/// <param name="Memory">Bytes at an address. Safe for threads.</param>
/// <param name="Structure">Its segments.</param>
internal sealed record StillHeap(ClrRuntime Runtime, IMemorySource Memory, HeapStructure Structure)
{
    /// <summary>False where threads run on, so that their stacks must not be asked for.</summary>
    public bool ThreadsStandStill { get; init; } = true;

    /// <summary>How long it may yet stand still, seen from when it is asked; null: as long as it takes.</summary>
    public TimeSpan? Left { get; init; }
}
