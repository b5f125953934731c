using System.Globalization;
using SLScripting.Elements;
using SLScripting.QActions;

namespace SLScripting.Control;

/// <summary>Obeys commands on standard input, one a line; each is answered by one line.</summary>
internal sealed class CommandReader(IReadOnlyList<Element> elements, QActionAssemblies assemblies, bool manual, TextReader input, TextWriter output)
{
    /// <summary>Runs until <c>stop</c>, or until the input ends: whoever held its other end is gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await input.ReadLineAsync(cancellationToken) is { } line && line.Trim() != "stop")
        {
            if (line.Trim().Length > 0)
                await output.WriteLineAsync(Obey(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            await output.FlushAsync(cancellationToken);
        }
    }

    private string Obey(string[] words)
    {
        switch (words)
        {
            case ["tick", var text] when manual && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks):
                Tick(elements, ticks);
                return $"ticked {ticks}";
            case ["tick", ..]:
                return manual ? "error: expected tick N" : "error: elements tick by their timers; start with --manual";
            case ["collect"]:
                HeapReport.Collect();
                return "collected";
            case ["report"]:
                return HeapReport.Take(elements, assemblies);
            default:
                return $"error: unknown command '{words[0]}'; there are tick N, collect, report, stop";
        }
    }

    /// <summary>Ticks all elements in turn, always in the same order.</summary>
    public static void Tick(IReadOnlyList<Element> elements, int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            foreach (var element in elements)
                element.Tick();
        }
    }
}
