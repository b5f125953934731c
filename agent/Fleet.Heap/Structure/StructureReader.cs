using Microsoft.Diagnostics.Runtime.AbstractDac;

namespace Fleet.Heap.Structure;

/// <summary>
/// Reads a heap's structure, once. Whether a collection runs, and how many heaps there are, ClrMD asks a runtime only once, and a flush
/// does not make it ask again: so there is one of these for each moment, opened beforehand and asked nothing until the process stands still.
/// </summary>
internal sealed class StructureReader(IServiceProvider services, int pointerSize) : IDisposable
{
    /// <summary>Reads it as it is now.</summary>
    /// <exception cref="InvalidOperationException">The runtime is only starting, or what it says makes no sense.</exception>
    public HeapStructure Read()
    {
        // Opening read a little of the process; that is of another moment.
        (services.GetService(typeof(IAbstractDacController)) as IAbstractDacController)?.Flush();
        return services.GetService(typeof(IAbstractHeap)) is IAbstractHeap heap
            ? HeapStructure.Of(heap, pointerSize)
            : throw new InvalidOperationException("The runtime has no heap yet.");
    }

    public void Dispose() => (services as IDisposable)?.Dispose();
}
