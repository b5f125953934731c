using System.Globalization;

namespace SLScripting.Logs;

/// <summary><c>SLErrorsInProtocol.txt</c>: what went wrong in the QActions of all elements.</summary>
/// <param name="say">Gets lines for whoever started the process.</param>
internal sealed class ErrorsInProtocolLog(SharedLogFile file, TimeProvider time, Action<string> say)
{
    /// <summary>Appends one entry, and says it to whoever started the process as well.</summary>
    public void Announce(string method, string text)
    {
        say(text);
        Write(method, text);
    }

    /// <summary>Appends one entry; its text may have several lines.</summary>
    /// <param name="method">Who reports it.</param>
    /// <param name="text">As DataMiner does it, an exception goes in whole.</param>
    public void Write(string method, string text)
    {
        try
        {
            file.Append(string.Create(
                CultureInfo.InvariantCulture,
                $"{time.GetLocalNow():yyyy/MM/dd HH:mm:ss.fff}|SLManagedScripting|{method}|ERR|-1|{Environment.CurrentManagedThreadId}|{text}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            say($"cannot write {file.Path}: {e.Message}");
        }
    }
}
