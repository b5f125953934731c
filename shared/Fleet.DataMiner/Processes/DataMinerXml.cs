using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Fleet.DataMiner.Processes;

/// <summary>Reads what matters to us of <c>DataMiner.xml</c>.</summary>
public static class DataMinerXml
{
    private const int MostProcesses = 1000;
    private const long MostCharacters = 16 * 1024 * 1024;

    /// <summary>Reads the process options. Attributes that are not there are null, elements that are not known are ignored.</summary>
    /// <param name="stream">The file; stays open.</param>
    /// <exception cref="InvalidDataException">Not well-formed, or a value that DataMiner does not have; the message is one line and says where.</exception>
    public static ProcessOptions ReadProcessOptions(Stream stream)
    {
        var root = Load(stream).Root;
        var options = Descendants(root, "ProcessOptions").FirstOrDefault();
        return new ProcessOptions
        {
            ProtocolProcesses = ReadPolicy(options, "protocolProcesses"),
            ScriptingProcesses = ReadPolicy(options, "scriptingProcesses"),
            SeparateProtocols =
            [
                .. Descendants(root, "SeparateProcesses")
                    .SelectMany(separate => Descendants(separate, "Protocol"))
                    .SelectMany(protocol => Descendants(protocol, "Name"))
                    .Select(name => name.Value.Trim())
                    .Where(name => name.Length > 0)
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ],
        };
    }

    private static XDocument Load(Stream stream)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MostCharacters,
            CloseInput = false,
        };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"DataMiner.xml, line {e.LineNumber}: {OneLine(e.Message)} Restore the file or correct that line."), e);
        }
    }

    private static ProcessPolicy? ReadPolicy(XElement? options, string name)
    {
        var attribute = options?.Attributes().FirstOrDefault(a => a.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase));
        var value = attribute?.Value.Trim();
        return value switch
        {
            null or "" => null,
            _ when value.Equals("protocol", StringComparison.OrdinalIgnoreCase) => new ProcessPolicy(ProcessPolicyKind.PerProtocol, 0),
            _ when value.Equals("[Service]", StringComparison.OrdinalIgnoreCase) => new ProcessPolicy(ProcessPolicyKind.Service, 0),
            _ when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostProcesses
                => new ProcessPolicy(ProcessPolicyKind.Count, count),
            _ => throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"DataMiner.xml, line {((IXmlLineInfo)attribute!).LineNumber}: {name}=\"{OneLine(value)}\" is neither a number from 1 to {MostProcesses} nor \"protocol\" nor \"[Service]\".")),
        };
    }

    // Namespaces and case differ between the versions of the file.
    private static IEnumerable<XElement> Descendants(XElement? parent, string name) =>
        parent?.Descendants().Where(e => e.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? [];

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
