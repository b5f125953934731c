using Fleet.Contracts.Heap;

namespace Fleet.Heap.Retention.Graph;

/// <summary>What only the runtime knows of a method table. Asked once for each.</summary>
internal interface ITypeNaming
{
    /// <summary>Name and module; null when the runtime knows no such type: memory that only looks like a method table.</summary>
    TypeFacts? Of(ulong methodTable);
}

/// <summary>What the runtime says of a type.</summary>
/// <param name="Key">Name and module.</param>
/// <param name="LoaderAllocator">Object that an instance of a collectible type keeps alive besides its fields; 0 for other types.</param>
internal readonly record struct TypeFacts(TypeKey Key, ulong LoaderAllocator);
