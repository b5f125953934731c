using Fleet.Console.Configuration;
using Fleet.Console.Heap;
using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;

namespace Fleet.Console.Tests.Heap;

public sealed class HeapReportTests
{
    [Fact]
    public void A_heap_that_was_not_counted_whole_can_not_be_overlooked()
    {
        Assert.Contains("NOT COMPLETE: 2 regions of 64 MB can't be walked", Lines(Summary() with { Complete = false, IncompleteReason = "2 regions of 64 MB can't be walked" }));
        Assert.DoesNotContain(Lines(Summary()), l => l.Contains("COMPLETE", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dump_has_no_pause()
    {
        Assert.Contains("look          from a dump, walked in 1.5 s", Lines(Summary() with { Source = "dump", PauseMs = 0 }));
        Assert.Contains("look          process paused for 12.3 ms, walked in 1.5 s, 2 attempts", Lines(Summary()));
    }

    private static string[] Lines(HeapSummary summary)
    {
        using var writer = new StringWriter();
        HeapReport.Write(Screens.Create(new StreamOutput(writer, redirected: true), ColorChoice.Auto), summary, rows: 0, byGeneration: false);
        return writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static HeapSummary Summary() => new()
    {
        Process = new ProcessDescription("SLScripting", 4242, null, 32),
        Runtime = new RuntimeDescription(".NET Framework", "4.8", ServerGc: false),
        Source = "live",
        Objects = 10,
        Bytes = 1000,
        FreeBytes = 24,
        Complete = true,
        BytesWalked = 1024,
        BytesCommitted = 4096,
        PauseMs = 12.3,
        WalkMs = 1500,
        Attempts = 2,
        Generations = new GenerationTotals(default, default, new GenerationTotal(10, 1000), default, default, default),
        Types = [new TypeRow("A.Row", "A", 10, 1000, 0, 0, 1000, 0, 0, 0)],
    };
}
