using System.Diagnostics;
using Fleet.Heap.Live.Collections;
using Fleet.Heap.Tests.Workloads;

namespace Fleet.Heap.Tests.Live.Collections;

public sealed class CollectionWitnessTests
{
    [Fact]
    public async Task A_quiet_process_has_an_empty_record()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000);
        using var witness = CollectionWitness.TryBegin(process.Pid);

        var record = RecordOf(witness!);

        Assert.Equal(-1, record.OldestSince(0, long.MaxValue));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Collections_are_told_with_their_generation_and_at_their_time(int generation)
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000);
        using var witness = CollectionWitness.TryBegin(process.Pid);

        var counts = await process.CollectionsAsync();
        var before = Stopwatch.GetTimestamp();
        await process.CollectAsync(generation);
        var after = Stopwatch.GetTimestamp();
        var record = RecordOf(witness!);

        // The collector may collect more than it was asked to: its own counters tell.
        var oldest = (await process.CollectionsAsync()).Zip(counts).ToList().FindLastIndex(pair => pair.First > pair.Second);
        Assert.True(oldest >= generation);
        Assert.Equal(oldest, record.OldestSince(before, after));
        Assert.Equal(-1, record.OldestSince(after, long.MaxValue));
    }

    [Fact]
    public async Task All_of_the_many_collections_of_a_churning_process_are_told()
    {
        await using var process = await ShapeProcess.StartAsync("collecting", 1_000);
        using var witness = CollectionWitness.TryBegin(process.Pid);
        var before = (await process.CollectionsAsync())[2];
        while ((await process.CollectionsAsync())[2] < before + 3)
            await process.MakesProgressAsync();

        var record = RecordOf(witness!);

        Assert.Equal(2, record.OldestSince(0, long.MaxValue));
    }

    [Fact]
    public async Task A_collection_in_the_background_is_told_of_where_it_begins_to_sweep_and_where_it_has_swept()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000_000);
        using var session = CollectionEventSession.Begin(DiagnosticSocket.Find(process.Pid)!);
        await process.CollectInBackgroundAsync();
        session.End();

        var heard = new List<CollectionEvent>();
        new NetTraceReader(session.Events).ReadAll(heard.Add);

        Assert.Equal(
            [CollectionEventKind.BackgroundStart, CollectionEventKind.Sweep, CollectionEventKind.Swept, CollectionEventKind.End],
            heard.OrderBy(e => e.At).SkipWhile(e => e.Kind != CollectionEventKind.BackgroundStart).Where(e => e.Generation == 2).Select(e => e.Kind).Take(4));
    }

    [Fact]
    public async Task A_process_whose_port_is_switched_off_has_no_witness_and_is_read_suspended()
    {
        await using var process = await ShapeProcess.StartAsync("known", environment: new() { ["DOTNET_EnableDiagnostics_IPC"] = "0" });

        Assert.Null(CollectionWitness.TryBegin(process.Pid));
        var summary = HeapReader.ReadLive(process.Pid, new LiveReadOptions { ConcurrentFrom = 0 });

        Assert.Equal((true, HeapReadMethod.Suspended), (summary.Complete, summary.Method));
    }

    [Fact]
    public void A_stream_that_is_none_or_breaks_off_is_refused()
    {
        Assert.ThrowsAny<Exception>(() => Read([])).IsExpected();
        Assert.ThrowsAny<Exception>(() => Read("Nettrace"u8.ToArray())).IsExpected();
        Assert.ThrowsAny<Exception>(() => Read(new byte[100])).IsExpected();

        static void Read(byte[] bytes) => new NetTraceReader(new MemoryStream(bytes)).ReadAll(_ => { });
    }

    [Fact]
    public async Task A_recorded_stream_with_flipped_bits_ends_or_is_refused_and_nothing_else()
    {
        await using var process = await ShapeProcess.StartAsync("collecting", 1_000);
        using var session = CollectionEventSession.Begin(DiagnosticSocket.Find(process.Pid)!);
        await process.MakesProgressAsync();
        session.End();
        using var recorded = new MemoryStream();
        await session.Events.CopyToAsync(recorded, TestContext.Current.CancellationToken);
        var random = new Random(5);

        for (var round = 0; round < 2_000; round++)
        {
            var bytes = recorded.ToArray();
            for (var flip = 0; flip < 4; flip++)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            if (Record.Exception(() => new NetTraceReader(new MemoryStream(bytes)).ReadAll(_ => { })) is { } failure)
                failure.IsExpected();
        }
    }

    private static CollectionRecord RecordOf(CollectionWitness witness) => CollectionRecord.Of(witness.Conclude()!, witness.AsleepAtFirst)!;
}

internal static class StreamFailures
{
    /// <summary>The kinds that a witness takes for "not everything was heard".</summary>
    public static void IsExpected(this Exception failure) => Assert.True(failure is IOException or InvalidDataException, failure.ToString());
}
