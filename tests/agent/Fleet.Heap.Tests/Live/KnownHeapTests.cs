using Fleet.Contracts.Heap;
using Fleet.Heap.Tests.Workloads;
using HeapShapes;

namespace Fleet.Heap.Tests.Live;

public sealed class KnownHeapTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Summary_counts_every_object_where_it_is_known_to_be(bool serverGc, bool regions)
    {
        await using var process = await ShapeProcess.StartAsync("known", serverGc: serverGc, regions: regions);

        var summary = HeapReader.ReadLive(process.Pid);

        Assert.True(summary.Complete, summary.IncompleteReason);
        Assert.Equal("live", summary.Source);
        Assert.Equal(serverGc, summary.Runtime.ServerGc);
        Assert.Equal(Environment.Version.ToString(), summary.Runtime.Version);
        Assert.Equal((process.Pid, "heap-shapes", 64), (summary.Process.Pid, summary.Process.Name, summary.Process.Bits));
        Assert.Equal(summary.BytesWalked, summary.Bytes + summary.FreeBytes);

        var tokens = Row(summary, "HeapShapes.Token");
        Assert.Equal((Known.DefaultCount, Known.DefaultCount * 24L), (tokens.Count, tokens.Bytes));
        Assert.Equal(tokens.Bytes, tokens.Gen2);
        var large = Row(summary, "HeapShapes.LargeByte[]");
        Assert.Equal((Known.LargeArrays, Known.LargeArrays * (Known.LargeArrayBytes + 24L)), (large.Count, large.Loh));
        var pinned = Row(summary, "HeapShapes.PinnedByte[]");
        Assert.Equal((Known.PinnedArrays, Known.PinnedArrays * (Known.PinnedArrayBytes + 24L)), (pinned.Count, pinned.Poh));
        Assert.Equal(Known.Lists, Row(summary, "HeapShapes.Session<HeapShapes.Token>").Count);
        Assert.Equal(Known.Lists, Row(summary, "System.Collections.Generic.List<HeapShapes.Session<HeapShapes.Token>>", "System.Private.CoreLib").Count);
        Assert.Equal(1, Row(summary, "HeapShapes.Token[,]").Count);
        Assert.Equal(1_000, Row(summary, "HeapShapes.Young").Count);
        Assert.Equal(24_000, Row(summary, "HeapShapes.Young").Gen0);
        Assert.Equal(24_000, Row(summary, "HeapShapes.MiddleAged").Gen1);
        Assert.True(Row(summary, "System.String", "System.Private.CoreLib").Count >= Known.Strings);
    }

    [Fact]
    public async Task Types_of_code_that_was_loaded_from_bytes_twice_are_one_row_of_its_assembly()
    {
        await using var process = await ShapeProcess.StartAsync("known");

        var summary = HeapReader.ReadLive(process.Pid);

        Assert.Equal(2 * Recompiled.ObjectsEach, Row(summary, Recompiled.TypeName, Recompiled.AssemblyName).Count);
    }

    [Fact]
    public async Task Rows_and_generations_add_up_to_the_totals()
    {
        await using var process = await ShapeProcess.StartAsync("known");

        var summary = HeapReader.ReadLive(process.Pid);

        var generations = summary.Generations;
        GenerationTotal[] all = [generations.Gen0, generations.Gen1, generations.Gen2, generations.Loh, generations.Poh, generations.Frozen];
        Assert.Equal(summary.Objects, all.Sum(g => g.Objects));
        Assert.Equal(summary.Bytes, all.Sum(g => g.Bytes));
        Assert.Equal(summary.Objects, summary.Types.Sum(row => row.Count));
        Assert.Equal(generations.Frozen.Bytes, summary.Types.Sum(row => row.Frozen));
        Assert.All(summary.Types, row => Assert.Equal(row.Bytes, row.Gen0 + row.Gen1 + row.Gen2 + row.Loh + row.Poh + row.Frozen));
        Assert.True(generations.Frozen.Objects > 0, "string literals live in frozen segments");
        Assert.True(summary.BytesCommitted >= summary.BytesWalked);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Own_walk_equals_ClrMD_to_the_byte_on_the_same_moment(bool serverGc, bool regions)
    {
        await using var process = await ShapeProcess.StartAsync("known", serverGc: serverGc, regions: regions);

        var both = BothWalks.Of(process.Pid);

        Assert.NotNull(both);
        Assert.True(both.Ours.IsComplete);
        both.AssertEqual();
    }

    private static TypeRow Row(HeapSummary summary, string name, string module = "heap-shapes") =>
        Assert.Single(summary.Types, row => row.Name == name && row.Module == module);
}
