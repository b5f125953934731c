using Fleet.Heap.Insights;
using Fleet.Heap.Retention;

namespace Fleet.Heap;

/// <summary>What is asked of a heap, wherever it is.</summary>
public abstract record HeapReadOptions
{
    /// <summary>Threads that walk; at least 1.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>What is wasteful or wrong, besides; null: nobody asked. A live process stands still for it.</summary>
    public InsightsOptions? Insights { get; init; }

    /// <summary>Who holds what, besides; null: nobody asked. A live process stands still for it.</summary>
    public RetentionOptions? Retention { get; init; }
}
