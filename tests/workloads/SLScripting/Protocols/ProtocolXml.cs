using System.Xml;
using System.Xml.Linq;

namespace SLScripting.Protocols;

/// <summary>Reads DataMiner's protocol schema.</summary>
internal static class ProtocolXml
{
    private static readonly XNamespace Schema = "http://www.skyline.be/protocol";

    /// <summary>Reads one protocol.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="ProtocolFormatException">The document is not XML, or not a protocol.</exception>
    public static ProtocolDefinition Read(TextReader reader, string path)
    {
        var node = new ProtocolNode(Load(reader, path), Schema, path);
        if (node.Element.Name != Schema + "Protocol")
            throw node.Error($"expected <Protocol xmlns=\"{Schema}\">, found <{node.Element.Name.LocalName}>");

        var name = node.RequiredText("Name");
        var version = node.RequiredText("Version");
        var flow = new ProtocolFlow(node);
        return new ProtocolDefinition(path, name, version, ReadDefaults(node), ReadQActions(node, name, version), flow.Timers(), flow.Startup());
    }

    private static XElement Load(TextReader reader, string path)
    {
        // A protocol comes from outside: no entities, no files that it names.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var xml = XmlReader.Create(reader, settings);
            return XDocument.Load(xml, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException e)
        {
            throw new ProtocolFormatException(path, e.LineNumber, $"not well-formed XML, mend it or take the protocol away: {e.Message}");
        }
    }

    private static Dictionary<int, string> ReadDefaults(ProtocolNode protocol)
    {
        var defaults = new Dictionary<int, string>();
        foreach (var param in protocol.Descend("Params", "Param"))
        {
            if (param.Child("Interprete")?.Child("DefaultValue")?.Text is { } value)
                defaults[param.Id()] = value;
        }

        return defaults;
    }

    private static List<QActionDefinition> ReadQActions(ProtocolNode protocol, string name, string version)
    {
        var qactions = new List<QActionDefinition>();
        foreach (var node in protocol.Descend("QActions", "QAction"))
        {
            // JScript and VBScript QActions exist too, but SLScripting has nothing to compile for them.
            if (!string.Equals(node.Attribute("encoding"), "csharp", StringComparison.OrdinalIgnoreCase))
                continue;

            var qaction = ReadQAction(node, name, version);
            if (qactions.Exists(other => other.Id == qaction.Id))
                throw node.Error($"QAction {qaction.Id} is there twice");

            qactions.Add(qaction);
        }

        return qactions;
    }

    private static QActionDefinition ReadQAction(ProtocolNode node, string name, string version)
    {
        var id = node.Id();
        var options = Split(node.Attribute("options"));
        var dllName = options.FirstOrDefault(option => option.StartsWith("dllName=", StringComparison.OrdinalIgnoreCase))?["dllName=".Length..];
        return new QActionDefinition(
            id,
            node.Attribute("name") ?? "",
            [.. Split(node.Attribute("triggers")).Select(text => node.Number(text, "triggers"))],
            Split(node.Attribute("entryPoint")) is { Count: > 0 } entries ? entries : ["Run"],
            dllName is null ? $"{name}.{version}.QAction.{id}" : WithoutExtension(Replace(dllName)),
            [.. Split(node.Attribute("dllImport")).Select(Replace)],
            options.Contains("precompile", StringComparer.OrdinalIgnoreCase),
            node.Element.Value,
            node.Line);

        string Replace(string text) => text.Replace("[ProtocolName]", name, StringComparison.OrdinalIgnoreCase)
            .Replace("[ProtocolVersion]", version, StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutExtension(string file) =>
        file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? file[..^4] : file;

    private static List<string> Split(string? list) =>
        [.. (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
