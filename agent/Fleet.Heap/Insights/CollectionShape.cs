using Fleet.Heap.Insights.Types;

namespace Fleet.Heap.Insights;

/// <summary>Where a collection has its slots and the number of those in use: offsets within an object.</summary>
/// <param name="Slots">Reference to the array of slots.</param>
/// <param name="Used">Number of slots in use, or that ever were.</param>
/// <param name="Freed">Number of those that are not in use any more.</param>
/// <param name="Buckets">Reference to a second array, as long as the slots.</param>
internal sealed record CollectionShape(int Slots, int Used, int? Freed = null, int? Buckets = null)
{
    /// <summary>The shape of a collection of .NET or .NET Framework; null for what is none.</summary>
    public static CollectionShape? Of(TypeLayout type)
    {
        if (type.IsGeneric("System.Collections.Generic.List<"))
            return Of(type, ["_items"], ["_size"]);
        if (type.IsGeneric("System.Collections.Generic.Dictionary<"))
            return Of(type, ["_entries", "entries"], ["_count", "count"], ["_freeCount", "freeCount"], ["_buckets", "buckets"]);
        if (type.IsGeneric("System.Collections.Generic.HashSet<"))
            return Set(type);
        if (type.IsGeneric("System.Collections.Generic.Queue<") || type.IsGeneric("System.Collections.Generic.Stack<")
            || type.Is("System.Collections.Queue") || type.Is("System.Collections.Stack"))
        {
            return Of(type, ["_array"], ["_size"]);
        }

        if (type.Is("System.Collections.Hashtable"))
            return Of(type, ["_buckets", "buckets"], ["_count", "count"]);
        if (type.Is("System.Collections.ArrayList"))
            return Of(type, ["_items"], ["_size"]);
        if (type.Is("System.Text.StringBuilder"))
            return Of(type, ["m_ChunkChars"], ["m_ChunkLength"]);
        return null;
    }

    // The old framework keeps the last index in use beside the number of values.
    private static CollectionShape? Set(TypeLayout type) =>
        Of(type, ["_entries"], ["_count"], ["_freeCount"], ["_buckets"]) ?? Of(type, ["m_slots", "_slots"], ["m_count", "_count"], [], ["m_buckets", "_buckets"]);

    private static CollectionShape? Of(
        TypeLayout type, string[] slots, string[] used, string[]? freed = null, string[]? buckets = null) =>
        type.Offset(slots) is { } slotsAt && type.Offset(used) is { } usedAt
            ? new CollectionShape(
                slotsAt, usedAt, freed is { Length: > 0 } ? type.Offset(freed) : null, buckets is null ? null : type.Offset(buckets))
            : null;
}
