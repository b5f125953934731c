using System.Globalization;
using SLScripting.Elements;

namespace SLScripting.Logs;

/// <summary><c>SLElementInProtocol.txt</c>: which element runs in which process.</summary>
/// <param name="columns">8, 11 or 12, as different DataMiner versions have it.</param>
/// <param name="protocolPid">The SLProtocol process that would own these elements.</param>
internal sealed class ElementInProtocolLog(SharedLogFile file, TimeProvider time, int columns, int protocolPid)
{
    private const string DmaStart = "*************************************************************";

    /// <summary>Says that DataMiner itself starts on this node; all lines before this are of the past.</summary>
    public void WriteDmaStart() => file.Append(DmaStart);

    /// <summary>Says that an element starts in this process.</summary>
    public void WriteStart(ElementDefinition element) => file.Append(Format(element, Environment.ProcessId));

    /// <summary>The line for one start, without its end.</summary>
    public string Format(ElementDefinition element, int scriptingPid)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetLocalNow():yyyy/MM/dd HH:mm:ss}|{element.DataMinerId}/{element.ElementId}|{element.Name}|{protocolPid}|{element.Protocol}|{element.Label}|{element.Version}|{scriptingPid}");
        return columns switch
        {
            8 => line,
            11 => line + "|NormalStart|1|0",
            _ => line + "|NormalStart|1|0|0",
        };
    }
}
