using System.IO.Hashing;
using System.Runtime.InteropServices;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>Looks types up by the million: names are long, and mostly the same objects as last time.</summary>
internal sealed class TypeKeyComparer : IEqualityComparer<TypeKey>
{
    /// <summary>The only one.</summary>
    public static readonly TypeKeyComparer Instance = new();

    /// <inheritdoc />
    public bool Equals(TypeKey x, TypeKey y) => string.Equals(x.Name, y.Name) && string.Equals(x.Module, y.Module);

    /// <inheritdoc />
    // Types of one name in two modules are rare; their hashes may be the same.
    public int GetHashCode(TypeKey obj) => (int)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(obj.Name.AsSpan()));
}
