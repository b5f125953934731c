using System.Text;
using Spectre.Console;

namespace Fleet.Console.Rendering;

/// <summary>
/// One of our streams as Spectre sees it. What is piped has no width: nothing in it may be wrapped or cut for a screen that
/// isn't there.
/// </summary>
internal sealed class StreamOutput(TextWriter writer, bool redirected) : IAnsiConsoleOutput
{
    /// <summary>Wider than any line we write.</summary>
    public const int Unlimited = 32_000;

    public TextWriter Writer { get; } = writer;

    public bool IsTerminal { get; } = !redirected;

    public int Width => IsTerminal ? Positive(System.Console.WindowWidth, 80) : Unlimited;

    public int Height => IsTerminal ? Positive(System.Console.WindowHeight, 24) : Unlimited;

    public void SetEncoding(Encoding encoding)
    {
    }

    // A terminal that does not tell its size says 0.
    private static int Positive(int value, int otherwise) => value > 0 ? value : otherwise;
}
