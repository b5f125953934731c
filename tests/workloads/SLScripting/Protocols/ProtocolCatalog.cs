using System.Diagnostics.CodeAnalysis;

namespace SLScripting.Protocols;

/// <summary>All protocols below a folder, by name and version.</summary>
internal sealed class ProtocolCatalog
{
    private readonly Dictionary<(string Name, string Version), ProtocolDefinition> _protocols = [];

    /// <summary>Every protocol that could be read.</summary>
    public IReadOnlyCollection<ProtocolDefinition> Protocols => _protocols.Values;

    /// <summary>Reads every protocol.xml below a folder. One that is broken is reported and left out.</summary>
    /// <param name="folder">Searched to any depth.</param>
    /// <param name="report">Gets one line for each that can't be used.</param>
    public static ProtocolCatalog Read(string folder, Action<string> report)
    {
        var catalog = new ProtocolCatalog();
        foreach (var path in Directory.EnumerateFiles(folder, "protocol.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                using var reader = File.OpenText(path);
                catalog.Add(ProtocolXml.Read(reader, path));
            }
            catch (Exception e) when (e is ProtocolFormatException or IOException or UnauthorizedAccessException)
            {
                report(e.Message);
            }
        }

        return catalog;
    }

    /// <summary>Finds one protocol.</summary>
    public bool TryFind(string name, string version, [NotNullWhen(true)] out ProtocolDefinition? protocol) =>
        _protocols.TryGetValue((name, version), out protocol);

    private void Add(ProtocolDefinition protocol)
    {
        if (!_protocols.TryAdd((protocol.Name, protocol.Version), protocol))
            throw new ProtocolFormatException(protocol.Path, 0, $"{protocol} is also in {_protocols[(protocol.Name, protocol.Version)].Path}; take one of them away");
    }
}
