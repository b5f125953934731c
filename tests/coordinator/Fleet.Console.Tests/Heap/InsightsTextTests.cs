using Fleet.Console.Configuration;
using Fleet.Console.Heap;
using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;

namespace Fleet.Console.Tests.Heap;

public sealed class InsightsTextTests
{
    [Fact]
    public void Every_table_with_rows_is_shown_under_its_title_and_those_without_are_not()
    {
        var lines = Insights(Report());

        Assert.Contains("Duplicate strings: 4.88 KB wasted by 1 value, of 1,606 strings with 162 KB", lines);
        Assert.Contains("4.88 KB    100      40  #0123456789abcdef", lines);
        Assert.Contains("  250   250  Acme.Publisher.Changed           Acme.Subscriber", lines);
        Assert.Contains("   25    25  static Acme.Publisher.Broadcast  Acme.Listener", lines);
        Assert.Contains("    5  lock   Acme.Store.Enter", lines);
        Assert.Contains("DEADLOCK: threads 19, 20 wait for each other.", lines);
        Assert.DoesNotContain("Timers", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("NOT COMPLETE", StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_that_are_not_exact_say_so()
    {
        var report = Report();
        var lines = Insights(report with { Complete = false, IncompleteReason = "2 strings could not be read", Strings = report.Strings with { Exact = false } });

        Assert.Contains("NOT COMPLETE: 2 strings could not be read", lines);
        Assert.Contains(lines, line => line.StartsWith("Duplicate strings: at least 4.88 KB", StringComparison.Ordinal));
    }

    [Fact]
    public void Long_tables_are_cut_and_say_how_much_there_is_more()
    {
        var timers = Enumerable.Range(0, 25).Select(i => new TimerTarget($"Acme.Timer{i}", "Acme", 25 - i, 1)).ToArray();
        var lines = Insights(Report() with { Timers = timers });

        Assert.Contains(lines, line => line.EndsWith("Acme.Timer9", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.EndsWith("Acme.Timer10", StringComparison.Ordinal));
        Assert.Contains("15 more; the JSON has them.", lines);
    }

    [Fact]
    public void Details_are_lines_of_facts()
    {
        var lines = Lines(console => DetailsText.WriteFacts(console, Details()));

        Assert.Contains("memory        100 MB private: 60 MB collector, 30 MB unmanaged; 12 MB runtime (code, types, tables)", lines);
        Assert.Contains("addresses     largest free block 400 MB", lines);
        Assert.Contains("handles       40 Strong, 3 Pinned", lines);
        Assert.Contains("finalizers    12 registered, 33 waiting, most of them Acme.Socket (33)", lines);
        Assert.Contains("assemblies    2, loaded again: Acme Poll.1.0.0.4.QAction.1 (7 times)", lines);
        Assert.Contains("note          one handle table could not be read", lines);
    }

    private static string[] Insights(InsightsReport report) => Lines(console => InsightsText.Write(console, report));

    private static string[] Lines(Action<Spectre.Console.IAnsiConsole> write)
    {
        using var writer = new StringWriter();
        write(Screens.Create(new StreamOutput(writer, redirected: true), ColorChoice.Auto));
        return writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static HeapDetails Details() => new()
    {
        Handles = [new("Strong", 40), new("Pinned", 3)],
        Finalizable = [new("Acme.Socket", "Acme", 12, 3, 33)],
        Assemblies = [new("Acme Poll.1.0.0.4.QAction.1", 7), new("System.Private.CoreLib", 1)],
        Space = new GenerationSpaces(default, default, default, default, default, default),
        Memory = new MemoryUse(100 << 20, 60 << 20, 30 << 20, [new("LoaderCodeHeap", 12 << 20)]),
        LargestFreeBlockBytes = 400 << 20,
        Notes = ["one handle table could not be read"],
    };

    private static InsightsReport Report() => new()
    {
        Objects = 5_000,
        Complete = true,
        Ms = 12,
        Strings = new DuplicateStrings(1_606, 165_560, 5_000, 1, true, [new DuplicateString("0123456789abcdef", 40, 100, 5_000, null)]),
        Collections = [new CollectionWaste("System.Collections.Generic.List<Acme.Row>", "mscorlib", 400, 300, 100, 12_800)],
        Arrays = [],
        Delegates = [],
        Subscriptions =
        [
            new Subscription("Acme.Publisher", "Acme", "Changed", false, "Acme.Subscriber", 250, 1, 250),
            new Subscription("Acme.Publisher", "Acme", "Broadcast", true, "Acme.Listener", 25, 1, 25),
        ],
        Timers = [],
        Exceptions = [new ExceptionCount("System.TimeoutException", "mscorlib", "00000000000000ff", 31, null)],
        Largest = [],
        WaitingFinalizers = [],
        Pinned = [],
        Threads = new ThreadInsights([new ThreadWait("lock", "Acme.Store.Enter", 5), new ThreadWait("sleep", "", 1)], [new HeldLock("System.Object", "7f00", 5, 3)], [19, 20]),
    };
}
