using Fleet.Analysis.Incidents;
using Fleet.DataMiner.Names;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Of which module the type is that a question is about: every protocol brings its own copy of the classes that it shares with others.</summary>
internal static class AskedModule
{
    /// <summary>The module of an incident's type in one instance; empty where none is known.</summary>
    /// <param name="incident">One about a type.</param>
    /// <param name="version">Of the incident's protocol in that instance; empty where that can't be said.</param>
    public static string Of(Incident incident, string version)
    {
        var module = incident.Module ?? "";
        // The incident has it from an instance that may host another version.
        return version.Length > 0 && QActionAssembly.TryParse(module, out var assembly) && assembly.Protocol == incident.Protocol
            ? (assembly with { Version = version }).ToString()
            : module;
    }
}
