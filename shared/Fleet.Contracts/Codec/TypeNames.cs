using Fleet.Contracts.Heap;
using Google.Protobuf.Collections;

namespace Fleet.Contracts.Codec;

/// <summary>Names of types in columns: modules, which many types share, are written once.</summary>
internal static class TypeNames
{
    /// <summary>Adds the columns of types that are ordered by module.</summary>
    public static void Add(ReadOnlySpan<TypeKey> types, RepeatedField<string> names, RepeatedField<uint> modules, RepeatedField<string> moduleNames)
    {
        foreach (var type in types)
        {
            // Types ascend by module, so a module is new exactly when it is not the last one.
            if (moduleNames.Count == 0 || moduleNames[^1] != type.Module)
                moduleNames.Add(type.Module);
            names.Add(type.Name);
            modules.Add((uint)moduleNames.Count - 1);
        }
    }

    /// <summary>Reads what <see cref="Add"/> made.</summary>
    /// <exception cref="InvalidDataException">Columns that no encoder writes.</exception>
    public static TypeKey[] Read(RepeatedField<string> names, RepeatedField<uint> modules, RepeatedField<string> moduleNames)
    {
        if (names.Count != modules.Count)
            throw new InvalidDataException($"There are {names.Count} type names and {modules.Count} modules for them.");
        if (names.Count > CodecLimits.MostTypes)
            throw new InvalidDataException($"There are {names.Count} types; at most {CodecLimits.MostTypes} are allowed.");
        var types = new TypeKey[names.Count];
        for (var i = 0; i < types.Length; i++)
        {
            if (modules[i] >= moduleNames.Count)
                throw new InvalidDataException($"A type is in module {modules[i]}, and there are {moduleNames.Count}.");
            types[i] = new TypeKey(names[i], moduleNames[(int)modules[i]]);
        }

        return types;
    }
}
