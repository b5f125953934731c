using Fleet.Contracts.Heap;

namespace Fleet.Heap.Retention.Paths;

/// <summary>The array type that says nothing of what is in it; the runtime keeps statics in such.</summary>
internal static class ObjectArrays
{
    public static bool Are(TypeKey type) => type.Name == "System.Object[]";
}
