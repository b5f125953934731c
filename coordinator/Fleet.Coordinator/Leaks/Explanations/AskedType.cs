using Fleet.Analysis.Incidents;
using Fleet.DataMiner.Names;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>
/// How a question names the type it is about: with its module, as every protocol brings its own copy of the classes that it shares with others.
/// </summary>
internal static class AskedType
{
    private const char ModuleEnd = '!';

    /// <summary>The type that an incident is about.</summary>
    /// <param name="incident">One about a type.</param>
    /// <param name="version">Of the incident's protocol in the instance that is asked; empty where that can't be said.</param>
    public static string Of(Incident incident, string version)
    {
        if (incident.Module is not { Length: > 0 } module)
            return incident.Type!;

        // The incident has it from an instance that may host another version.
        if (version.Length > 0 && QActionAssembly.TryParse(module, out var assembly) && assembly.Protocol == incident.Protocol)
            module = (assembly with { Version = version }).ToString();
        return $"{module}{ModuleEnd}{incident.Type}";
    }

    /// <summary>The type's name alone.</summary>
    public static string NameIn(string asked) => asked[(asked.IndexOf(ModuleEnd, StringComparison.Ordinal) + 1)..];
}
