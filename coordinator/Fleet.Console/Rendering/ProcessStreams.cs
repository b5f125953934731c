using System.Text;

namespace Fleet.Console.Rendering;

/// <summary>The two streams that a command writes to, and whether a person looks at them.</summary>
internal sealed class ProcessStreams(Stream output, Stream error, bool outputRedirected, bool errorRedirected) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Where documents go as they are.</summary>
    public Stream Output { get; } = output;

    public TextWriter OutputText { get; } = new StreamWriter(output, Utf8, leaveOpen: true) { AutoFlush = true };

    public TextWriter ErrorText { get; } = new StreamWriter(error, Utf8, leaveOpen: true) { AutoFlush = true };

    public bool OutputRedirected { get; } = outputRedirected;

    public bool ErrorRedirected { get; } = errorRedirected;

    /// <summary>Those of this process.</summary>
    public static ProcessStreams Open()
    {
        if (OperatingSystem.IsWindows())
        {
            // Tables and charts are drawn in characters that the legacy code pages don't have.
            System.Console.OutputEncoding = Utf8;
        }

        return new ProcessStreams(
            System.Console.OpenStandardOutput(),
            System.Console.OpenStandardError(),
            System.Console.IsOutputRedirected,
            System.Console.IsErrorRedirected);
    }

    public void Dispose()
    {
        OutputText.Dispose();
        ErrorText.Dispose();
        Output.Dispose();
    }
}
