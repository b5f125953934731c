namespace Fleet.Heap;

/// <summary>How a dump is read.</summary>
public sealed record DumpReadOptions
{
    /// <summary>Threads that walk; at least 1.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);
}
