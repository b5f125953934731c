using System.Globalization;

namespace SLScripting.Logs;

/// <summary>One element's own log, where its QActions write.</summary>
internal sealed class ElementLog(SharedLogFile file, TimeProvider time, int protocolPid)
{
    /// <summary>The file for an element, whatever characters its name has.</summary>
    public static SharedLogFile FileFor(string loggingFolder, string elementName)
    {
        var name = string.Join('_', elementName.Split(Path.GetInvalidFileNameChars()));
        return new SharedLogFile(Path.Combine(loggingFolder, name + ".txt"));
    }

    /// <summary>Appends one line.</summary>
    /// <param name="kind">ERR, DBG or INF.</param>
    public void Write(string kind, int level, string text) => file.Append(string.Create(
        CultureInfo.InvariantCulture,
        $"{time.GetLocalNow():yyyy/MM/dd|HH:mm:ss.fff}|SLProtocol - {protocolPid}|{Environment.CurrentManagedThreadId}|CQAction::Log|{kind}|{level}|{text}"));
}
