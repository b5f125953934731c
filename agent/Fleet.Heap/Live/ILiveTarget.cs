using Fleet.Contracts.Heap;
using Fleet.Heap.Memory;
using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>A process that can be held still for a moment and read.</summary>
internal interface ILiveTarget : IDisposable
{
    /// <summary>The process.</summary>
    ProcessDescription Process { get; }

    /// <summary>How its heap is read: <c>suspended</c>, or <c>snapshot</c> where it is cloned.</summary>
    string Method { get; }

    /// <summary>Names its types, also when it runs again.</summary>
    ClrRuntime Runtime { get; }

    /// <summary>Its memory.</summary>
    IMemorySource Memory { get; }

    /// <summary>Whether the process still runs.</summary>
    bool IsAlive { get; }

    /// <summary>Holds the heap still until the answer is disposed of, by the same thread.</summary>
    /// <param name="forQuestions">Whether <see cref="Runtime"/> will be asked about the heap of that moment.</param>
    /// <param name="cancellationToken">Gives up waiting for it to stop.</param>
    /// <exception cref="HeapReadException">The process is gone or may not be held.</exception>
    /// <exception cref="OperationCanceledException">It did not stop in time.</exception>
    IHold Hold(bool forQuestions, CancellationToken cancellationToken);
}

/// <summary>A process held still.</summary>
internal interface IHold : IDisposable
{
    /// <summary>How long the process stood still, or has stood still up to now.</summary>
    TimeSpan Paused { get; }

    /// <summary>False for a clone: it has the memory of a moment, but the registers of threads that run on.</summary>
    bool ThreadsStandStill { get; }

    /// <summary>The structure of its heap; asked for once.</summary>
    /// <exception cref="InvalidOperationException">The runtime is only starting.</exception>
    HeapStructure ReadStructure();
}
