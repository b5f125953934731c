using System.IO.Hashing;
using System.Runtime.InteropServices;
using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;

namespace Fleet.Analysis.Trends;

/// <summary>A level that a type reached in an instance and has not risen above for a good part of its life: what it takes when it is warm.</summary>
/// <param name="Type">Hash of the type's name and of its protocol or module (<see cref="Key(TypeKey)"/>).</param>
/// <param name="Bytes">The level.</param>
public readonly record struct SettledLevel(ulong Type, double Bytes)
{
    /// <summary>What names a type in few bytes, for all versions of a protocol alike.</summary>
    public static ulong Key(TypeKey type, string? protocol) =>
        Hash(type.Name) ^ (31 * Hash(protocol ?? type.Module));

    /// <summary>What names a type in few bytes; its module tells the protocol.</summary>
    public static ulong Key(TypeKey type) => Key(type, QActionAssembly.TryParse(type.Module, out var assembly) ? assembly.Protocol : null);

    private static ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));
}
