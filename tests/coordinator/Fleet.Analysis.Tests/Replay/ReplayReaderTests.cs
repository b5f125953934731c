using System.Text;
using Fleet.Analysis.Replay;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Replay;

public sealed class ReplayReaderTests
{
    private const string Line =
        """{"at":"2026-03-02T00:00:00Z","node":"dma-03","process":{"name":"SLScripting","pid":13204,"startedAt":"2026-02-27T04:11:09Z","bits":32},"protocols":[{"name":"Generic Trap Receiver","version":"1.0.0.4","elements":18}],"memory":{"privateBytes":1288490188,"managedBytes":903741824,"limitBytes":4294967296,"gcCounts":[8120,731,52]},"types":[["Skyline.Protocol.Cache.Entry","Generic Trap Receiver.1.0.0.4.QAction.2",120345,5776560,5600000]]}""";

    [Fact]
    public void A_line_is_read_with_every_field_of_the_format()
    {
        var (summaries, skipped) = Read(Line);

        Assert.Empty(skipped);
        var summary = Assert.Single(summaries);
        Assert.Equal("dma-03/13204/20260227T041109000Z", summary.Instance.ToString());
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), summary.TakenAt);
        Assert.Equal([new HostedProtocol("Generic Trap Receiver", "1.0.0.4", 18)], summary.Protocols);
        Assert.Equal((1288490188, 903741824, 4294967296), (summary.Memory.PrivateBytes, summary.Memory.ManagedBytes, summary.Memory.LimitBytes));
        Assert.Equal([8120, 731, 52], summary.Memory.GcCounts);
        Assert.Equal(("SLScripting", 32), (summary.Heap.Process.Name, summary.Heap.Process.Bits));
        var row = Assert.Single(summary.Heap.Types);
        Assert.Equal(("Skyline.Protocol.Cache.Entry", "Generic Trap Receiver.1.0.0.4.QAction.2"), (row.Name, row.Module));
        Assert.Equal((120345, 5776560, 5600000, 176560), (row.Count, row.Bytes, row.Gen2, row.Gen0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void An_empty_line_is_no_mistake(string empty)
    {
        var (summaries, skipped) = Read($"{empty}\n{Line}\r\n{empty}\n{Line}");

        Assert.Equal(2, summaries.Count);
        Assert.Empty(skipped);
    }

    [Fact]
    public void Fields_that_nobody_knows_are_ignored_wherever_they_are()
    {
        var line = Line.Replace("\"node\"", "\"x\":{\"types\":[[1,[2]]]},\"node\"", StringComparison.Ordinal)
            .Replace("\"bits\":32", "\"bits\":32,\"y\":[{}]", StringComparison.Ordinal)
            .Replace(",5600000]", ",5600000,\"more\",{}]", StringComparison.Ordinal);

        var (summaries, skipped) = Read(line);

        Assert.Empty(skipped);
        Assert.Equal(5600000, Assert.Single(Assert.Single(summaries).Heap.Types).Gen2);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z"}""")]
    [InlineData("""{"at":"yesterday","node":"a","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"}}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"}}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":-1,"startedAt":"2026-03-02T00:00:00Z"}}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":1}}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"},"types":[["A"]]}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"},"types":[["A","B","many",2,3]]}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"},"types":[["A","B",1,2,3]""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"},"types":{}}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"},"memory":7}""")]
    [InlineData("""{"at":"2026-03-02T00:00:00Z","node":"a","process":{"pid":1,"startedAt":"2026-03-02T00:00:00Z"}} {}""")]
    public void A_line_that_holds_no_summary_is_counted_named_and_skipped(string bad)
    {
        var (summaries, skipped) = Read($"{Line}\n{bad}\n{Line}");

        Assert.Equal(2, summaries.Count);
        var (number, reason) = Assert.Single(skipped);
        Assert.Equal(2, number);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_skipped()
    {
        var bytes = Encoding.UTF8.GetBytes($"{Line}\n{Line}");
        bytes[^40] = 0xFF;

        var (summaries, skipped) = Read(new MemoryStream(bytes));

        Assert.Single(summaries);
        Assert.Equal(2, Assert.Single(skipped).Line);
    }

    [Fact]
    public void Absurd_numbers_are_cut_and_other_spellings_read()
    {
        var (summaries, skipped) = Read(Line.Replace("120345,5776560,5600000", "1e400,9223372036854775807,-5.0", StringComparison.Ordinal));

        Assert.Empty(skipped);
        var row = Assert.Single(Assert.Single(summaries).Heap.Types);
        Assert.Equal((1L << 50, 1L << 50, -5), (row.Count, row.Bytes, row.Gen2));
    }

    [Fact]
    public void Lines_longer_than_any_buffer_are_read_whole()
    {
        var rows = string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"[\"Vendor.Type{i}\",\"M\",1,{i},{i}]"));
        var (summaries, skipped) = Read($"{Line}\n{Line.Replace("\"types\":[", $"\"types\":[{rows},", StringComparison.Ordinal)}\n{Line}");

        Assert.Empty(skipped);
        Assert.Equal([1, 40_001, 1], summaries.Select(summary => summary.Heap.Types.Count));
        Assert.Equal("Vendor.Type39999", summaries[1].Heap.Types[39_999].Name);
    }

    private static (List<InstanceSummary> Summaries, List<(long Line, string Reason)> Skipped) Read(string text) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static (List<InstanceSummary> Summaries, List<(long Line, string Reason)> Skipped) Read(Stream stream)
    {
        var skipped = new List<(long, string)>();
        var reader = new ReplayReader(stream, (line, reason) => skipped.Add((line, reason)));
        var summaries = new List<InstanceSummary>();
        while (reader.Read() is { } read)
        {
            summaries.Add(read.Summary with { Heap = read.Summary.Heap with { Types = [.. read.Summary.Heap.Types] } });
            read.Return();
        }

        Assert.Equal(skipped.Count, reader.SkippedLines);
        return (summaries, skipped);
    }
}
