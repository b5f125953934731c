using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace SLScripting.Protocols;

/// <summary>An element of protocol.xml that knows where it stands.</summary>
internal sealed class ProtocolNode(XElement element, XNamespace schema, string path)
{
    public XElement Element => element;

    public int Line => element is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    public string Text => element.Value.Trim();

    public ProtocolFormatException Error(string problem) => new(path, Line, problem);

    public string? Attribute(string name) => element.Attribute(name)?.Value;

    public ProtocolNode? Child(string name) =>
        element.Element(schema + name) is { } child ? new ProtocolNode(child, schema, path) : null;

    public IEnumerable<ProtocolNode> Descend(params string[] names)
    {
        IEnumerable<XElement> level = [element];
        foreach (var name in names)
            level = level.Elements(schema + name);

        return level.Select(found => new ProtocolNode(found, schema, path));
    }

    public string RequiredText(string name) => Child(name)?.Text is { Length: > 0 } text
        ? text
        : throw Error($"<{element.Name.LocalName}> needs a <{name}> with text");

    public int Id() => Attribute("id") is { } id ? Number(id, "id") : throw Error($"<{element.Name.LocalName}> needs an id");

    public int Number(string text, string what) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error($"{what} of <{element.Name.LocalName}> must be a number, not '{text}'");
}
