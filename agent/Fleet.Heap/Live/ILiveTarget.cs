using Fleet.Contracts.Heap;
using Fleet.Heap.Memory;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>A process that can be held still for a moment and read.</summary>
internal interface ILiveTarget : IDisposable
{
    /// <summary>The process.</summary>
    ProcessDescription Process { get; }

    /// <summary>Its runtime, as of the last <see cref="Hold"/>.</summary>
    ClrRuntime Runtime { get; }

    /// <summary>Its memory, as of the last <see cref="Hold"/>.</summary>
    IMemorySource Memory { get; }

    /// <summary>
    /// Holds the heap still until the answer is disposed of, by the same thread. What the runtime said before is forgotten.
    /// </summary>
    /// <exception cref="HeapReadException">The process is gone or may not be held.</exception>
    /// <exception cref="OperationCanceledException">It did not stop in time.</exception>
    IHold Hold(CancellationToken cancellationToken);

    /// <summary>Whether the process still runs.</summary>
    bool IsAlive { get; }
}

/// <summary>A process held still.</summary>
internal interface IHold : IDisposable
{
    /// <summary>How long the process stood still, or has stood still up to now.</summary>
    TimeSpan Paused { get; }
}
