using Fleet.Analysis.Trends;
using Fleet.Contracts.Identity;
using Fleet.DataMiner.Names;

namespace Fleet.Analysis.Incidents;

/// <summary>Names the QAction that a type belongs to: by its module, or because it is an array or a generic type of a QAction's types.</summary>
internal sealed class OwnerFinder
{
    private readonly Dictionary<string, QActionAssembly?> _byModule = new(StringComparer.Ordinal);
    private readonly Dictionary<(InstanceIdentity, string), QActionAssembly> _byName = [];

    /// <summary>Learns the types of QActions from what is suspect.</summary>
    public OwnerFinder(IReadOnlyList<Suspect> suspects)
    {
        foreach (var suspect in suspects)
        {
            if (suspect.Type is { } type && OfModule(type.Module) is { } assembly)
                _byName[(suspect.Instance, type.Name)] = assembly;
        }
    }

    /// <summary>The owner; null for types that could be anybody's.</summary>
    public QActionAssembly? Find(Suspect suspect)
    {
        if (suspect.Kind.IsCounted())
            return suspect.OwnerModule is { } own ? OfModule(own) : null;
        if (suspect.Type is not { } type)
            return null;
        if (OfModule(type.Module) is { } assembly)
            return assembly;
        if (suspect.OwnerModule is { } module && OfModule(module) is { } known)
            return known;

        foreach (var name in TypeNames.In(type.Name))
        {
            if (_byName.TryGetValue((suspect.Instance, name), out var owner))
                return owner;
        }

        return null;
    }

    private QActionAssembly? OfModule(string module)
    {
        if (!_byModule.TryGetValue(module, out var assembly))
        {
            assembly = QActionAssembly.TryParse(module, out var parsed) ? parsed : null;
            _byModule.Add(module, assembly);
        }

        return assembly;
    }
}
