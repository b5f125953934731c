using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Tests.Dumps;
using Fleet.Heap.Tests.Workloads;
using HeapShapes;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Insights;

public sealed class InsightsTests(InsightfulFixture insightful) : IClassFixture<InsightfulFixture>
{
    private const string CoreLib = "System.Private.CoreLib";

    public static TheoryData<string> Sources => ["live", "dump"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_object_was_looked_at(string source)
    {
        var summary = SummaryOf(source);
        Assert.True(summary.Insights!.Complete, summary.Insights.IncompleteReason);
        Assert.Equal(summary.Objects, summary.Insights.Objects);
        var strings = summary.Types.Single(row => row.Name == "System.String");
        Assert.Equal((strings.Count, strings.Bytes), (summary.Insights.Strings.Strings, summary.Insights.Strings.Bytes));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Copies_of_a_string_are_counted_without_its_text(string source)
    {
        var strings = Of(source).Strings;

        var top = strings.Top[0];
        const long Bytes = 22 + 2 * Insightful.DuplicateLength + 2; // 104, a multiple of 8
        Assert.Equal((Insightful.DuplicateLength, Insightful.DuplicateCopies, (Insightful.DuplicateCopies - 1) * Bytes), (top.Length, top.Count, top.WastedBytes));
        Assert.True(strings.Exact);
        Assert.Equal(strings.WastedBytes, strings.Top.Sum(row => row.WastedBytes));
        Assert.All(strings.Top, row => Assert.Null(row.Text));
        Assert.All(Of(source).Exceptions, row => Assert.Null(row.Message));
    }

    [Fact]
    public void Duplicates_are_those_that_comparing_all_texts_finds()
    {
        using var target = DataTarget.LoadDump(insightful.Path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        var texts = runtime.Runtime.Heap.EnumerateObjects().Where(found => found.Type!.IsString).Select(found => found.AsString(int.MaxValue)!)
            .GroupBy(text => text, StringComparer.Ordinal).Select(same => (same.Key.Length, Count: (long)same.Count())).Where(same => same.Count > 1).Order();

        Assert.Equal(texts, insightful.Dumped.Insights!.Strings.Top.Select(row => (row.Length, row.Count)).Order());
        Assert.Equal(insightful.Dumped.Insights.Strings.DuplicatedValues, insightful.Dumped.Insights.Strings.Top.Count);
    }

    [Fact]
    public void Text_is_told_when_it_was_asked_for()
    {
        var insights = Dump(new InsightsOptions { IncludeText = true });

        Assert.Equal(Insightful.DuplicateText, insights.Strings.Top[0].Text);
        Assert.Equal(Insightful.ExceptionMessage, insights.Exceptions.Single(row => row.Name == "HeapShapes.DeviceException").Message);
    }

    [Fact]
    public void Hashes_of_two_reports_have_nothing_in_common() =>
        Assert.NotEqual(insightful.Dumped.Insights!.Strings.Top[0].Id, Dump(new InsightsOptions()).Strings.Top[0].Id);

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    [InlineData(400)]
    public void More_values_than_fit_are_counted_in_further_passes_with_the_same_outcome(int mostValues)
    {
        var all = insightful.Dumped.Insights!.Strings;

        var strings = Dump(new InsightsOptions { MostValues = mostValues }).Strings;

        Assert.True(strings.Exact);
        Assert.Null(strings.Estimate);
        Assert.Equal(all with { Top = [] }, strings with { Top = [] }, (a, b) => (a!.Strings, a.Bytes, a.WastedBytes, a.DuplicatedValues, a.Exact) == (b!.Strings, b.Bytes, b.WastedBytes, b.DuplicatedValues, b.Exact));
        Assert.Equal(all.Top.Select(row => (row.Length, row.Count)).Order(), strings.Top.Select(row => (row.Length, row.Count)).Order());
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Empty_and_sparse_collections_are_counted_with_what_they_waste(string source)
    {
        const int Prime = 1_103; // slots of a dictionary for 1,000 entries
        var items = "HeapShapes.SparseItem";
        Assert.Equal(
            new CollectionWaste("System.Collections.Generic.List<HeapShapes.EmptyItem>", CoreLib, Insightful.EmptyLists, Insightful.EmptyLists, 0, Insightful.EmptyLists * 32L),
            Collection(source, "System.Collections.Generic.List<HeapShapes.EmptyItem>"));
        Assert.Equal(
            new CollectionWaste($"System.Collections.Generic.List<{items}>", CoreLib, Insightful.SparseLists, 0, Insightful.SparseLists, Insightful.SparseLists * (Insightful.SparseListCapacity - 1) * 8L),
            Collection(source, $"System.Collections.Generic.List<{items}>"));
        Assert.Equal(
            (Insightful.SparseDictionaries, Insightful.SparseDictionaries * (Prime - 1) * (24L + 4)),
            Waste(Collection(source, $"System.Collections.Generic.Dictionary<HeapShapes.SparseKey, {items}>")));
        Assert.Equal((Insightful.SparseQueues, Insightful.SparseQueues * 99 * 8L), Waste(Collection(source, $"System.Collections.Generic.Queue<{items}>")));
        Assert.Equal((Insightful.SparseStacks, Insightful.SparseStacks * 99 * 8L), Waste(Collection(source, $"System.Collections.Generic.Stack<{items}>")));
        Assert.Equal((Insightful.SparseArrayLists, Insightful.SparseArrayLists * 99 * 8L), Waste(Collection(source, "System.Collections.ArrayList")));
        Assert.Equal((Insightful.SparseBuilders, Insightful.SparseBuilders * (Insightful.SparseBuilderCapacity - 3) * 2L), Waste(Collection(source, "System.Text.StringBuilder")));
        Assert.Equal(Insightful.EmptySets, Collection(source, "System.Collections.Generic.HashSet<HeapShapes.EmptyItem>").Empty);
        Assert.Equal(Insightful.EmptyHashtables, Collection(source, "System.Collections.Hashtable").Empty);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Sparse_arrays_are_counted(string source) => Assert.Equal(
        new ArrayWaste("HeapShapes.SparseElement[]", "heap-shapes", Insightful.SparseArrays, Insightful.SparseArrays, Insightful.SparseArrays * (Insightful.SparseArrayLength - 1) * 8L),
        Of(source).Arrays.Single(row => row.Name == "HeapShapes.SparseElement[]"));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Subscriptions_name_the_event_and_who_subscribed_to_it(string source)
    {
        Assert.Equal(
            [
                new Subscription("HeapShapes.Publisher", "heap-shapes", "Changed", false, "HeapShapes.Subscriber", Insightful.Subscribers, 1, Insightful.Subscribers),
                new Subscription("HeapShapes.Publisher", "heap-shapes", "Broadcast", true, "HeapShapes.Listener", Insightful.StaticSubscribers, 1, Insightful.StaticSubscribers),
            ],
            Of(source).Subscriptions.Where(row => row.Publisher == "HeapShapes.Publisher"));
        Assert.Equal(
            new DelegateTarget("HeapShapes.Subscriber", "heap-shapes", "System.EventHandler", Insightful.Subscribers),
            Of(source).Delegates.Single(row => row.Target == "HeapShapes.Subscriber"));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Timers_name_what_they_call(string source) => Assert.Equal(
        new TimerTarget("HeapShapes.PollTimer", "heap-shapes", Insightful.Timers, Insightful.Timers),
        Of(source).Timers.Single(row => row.Target == "HeapShapes.PollTimer"));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Exceptions_of_one_message_are_one_row(string source)
    {
        var row = Of(source).Exceptions.Single(row => row.Name == "HeapShapes.DeviceException");
        Assert.Equal(("heap-shapes", Insightful.Exceptions), (row.Module, row.Count));
        Assert.Equal(16, row.MessageId.Length);
        Assert.Equal("", Of(source).Exceptions.Single(row => row.Name == "System.OutOfMemoryException").MessageId);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_largest_object_comes_first(string source)
    {
        var largest = Of(source).Largest;
        Assert.Equal(("HeapShapes.LargeInt[]", Insightful.LargeInts, Insightful.LargeInts * 4L + 24), (largest[0].Name, largest[0].Length, largest[0].Bytes));
        Assert.Equal(largest.OrderByDescending(row => row.Bytes).Select(row => row.Bytes), largest.Select(row => row.Bytes));
        Assert.Equal(50, largest.Count);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Objects_that_wait_for_their_finalizer_are_counted_by_type(string source) => Assert.Equal(
        new WaitingFinalizer("HeapShapes.Abandoned", "heap-shapes", Insightful.Waiting, Insightful.Waiting * 24L, Disposable: false),
        Of(source).WaitingFinalizers.Single(row => row.Name == "HeapShapes.Abandoned"));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Pinned_objects_are_counted_by_type_and_by_what_pins_them(string source) => Assert.Equal(
        new PinnedObjects("HeapShapes.PinnedByte[]", "heap-shapes", "Pinned", Insightful.PinnedHandles, Insightful.PinnedHandles * 88L),
        Of(source).Pinned.Single(row => row.Name == "HeapShapes.PinnedByte[]"));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Threads_are_counted_by_what_they_wait_for(string source)
    {
        var threads = Of(source).Threads!;

        int In(string state, string method) => threads.Waits.Where(row => row.State == state && row.In.Contains(method, StringComparison.Ordinal)).Sum(row => row.Count);
        Assert.Equal(WaitingThreads.ForLock + WaitingThreads.Deadlocked, In("lock", "WaitingThreads.Enter"));
        Assert.Equal(WaitingThreads.InMonitorWait, In("monitor wait", "WaitingThreads.WaitForSignal"));
        Assert.Equal(WaitingThreads.ForHandle, In("wait handle", "WaitingThreads"));
        Assert.Equal(WaitingThreads.Sleeping, In("sleep", "WaitingThreads"));
        Assert.Equal(WaitingThreads.Running, In("running", "WaitingThreads.Spin"));
        Assert.Equal(1, In("wait handle", "Stuck.Finalize"));
        Assert.Equal(1, In("timer", ""));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Locks_name_who_holds_them_and_how_many_wait_and_those_in_a_circle_are_found(string source)
    {
        var threads = Of(source).Threads!;

        Assert.Equal([WaitingThreads.ForLock, 1, 1], threads.Locks.Select(held => held.Waiting));
        Assert.Equal(WaitingThreads.Deadlocked, threads.DeadlockedThreads.Count);
        Assert.Equal(threads.Locks.Skip(1).Select(held => held.Owner).Order(), threads.DeadlockedThreads);
    }

    [Fact]
    public async Task Nobody_asked_means_nothing_is_looked_for()
    {
        await using var process = await ShapeProcess.StartAsync("known", 1_000);
        Assert.Null(HeapReader.ReadLive(process.Pid).Insights);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Every_object_of_server_and_segment_heaps_is_looked_at(bool serverGc, bool regions)
    {
        await using var process = await ShapeProcess.StartAsync("known", 20_000, serverGc, regions);

        var summary = HeapReader.ReadLive(process.Pid, new LiveReadOptions { Insights = new InsightsOptions() });

        Assert.True(summary.Insights!.Complete, summary.Insights.IncompleteReason);
        Assert.Equal(summary.Objects, summary.Insights.Objects);
        Assert.Equal(
            (Known.PinnedArrays, Known.PinnedArrays * (Known.PinnedArrayBytes + 24L)),
            summary.Insights.Pinned.Where(row => row.Name == "HeapShapes.PinnedByte[]").Select(row => (row.Count, row.Bytes)).Single());
    }

    private InsightsReport Dump(InsightsOptions options) => HeapReader.ReadDump(insightful.Path, new DumpReadOptions { Insights = options }).Insights!;

    private HeapSummary SummaryOf(string source) => source == "live" ? insightful.Live : insightful.Dumped;

    private InsightsReport Of(string source) => SummaryOf(source).Insights!;

    private CollectionWaste Collection(string source, string name) => Of(source).Collections.Single(row => row.Name == name);

    private static (long Sparse, long Bytes) Waste(CollectionWaste row) => (row.Sparse, row.WastedBytes);
}
