namespace Fleet.Heap;

/// <summary>What is asked of a heap, wherever it is.</summary>
public abstract record HeapReadOptions
{
    /// <summary>Threads that walk; at least 1.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);
}
