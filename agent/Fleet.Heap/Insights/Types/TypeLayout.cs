using Fleet.Contracts.Heap;
using Fleet.DataMiner.Names;

namespace Fleet.Heap.Insights.Types;

/// <summary>What is to be known of a type to understand its objects.</summary>
/// <param name="Key">Name and module.</param>
/// <param name="Ancestry">Its name and those of its base types, itself first.</param>
/// <param name="IsReferenceArray">Its elements are references, or structures of nothing but one.</param>
/// <param name="Fields">Of itself and its base types; asked for only where they are needed.</param>
internal sealed record TypeLayout(TypeKey Key, IReadOnlyList<string> Ancestry, bool IsReferenceArray, Lazy<IReadOnlyList<FieldLayout>> Fields)
{
    /// <summary>Comes with .NET.</summary>
    public bool IsFramework => FrameworkModules.Has(Key.Module);

    /// <summary>Whether it is or derives from a type, by its name.</summary>
    public bool Is(string name) => Ancestry.Contains(name);

    /// <summary>Whether it is or derives from an instance of a generic type.</summary>
    /// <param name="name">Up to and with the opening bracket.</param>
    public bool IsGeneric(string name) => Ancestry.Any(ancestor => ancestor.StartsWith(name, StringComparison.Ordinal) && ancestor.EndsWith('>') && !ancestor.Contains(">+", StringComparison.Ordinal));

    /// <summary>Where in an object a field of one of these names lies; null when there is none. Versions of .NET differ in names.</summary>
    public int? Offset(params ReadOnlySpan<string> names)
    {
        foreach (var field in Fields.Value)
        {
            if (names.Contains(field.Name))
                return field.Offset;
        }

        return null;
    }
}

/// <summary>A field.</summary>
/// <param name="Name">As the compiler names it.</param>
/// <param name="Offset">From an object's address; of a static field, where it is.</param>
/// <param name="IsDelegate">Its type is a delegate's.</param>
internal sealed record FieldLayout(string Name, int Offset, bool IsDelegate);

/// <summary>Knows types by their method tables.</summary>
internal interface ITypeSource
{
    /// <summary>The layout of a type; null when there is no such type.</summary>
    TypeLayout? Layout(ulong methodTable);
}
