using Fleet.Contracts.Heap;
using Fleet.Heap.Tests.Dumps;
using Fleet.Heap.Tests.Workloads;
using HeapShapes;

namespace Fleet.Heap.Tests.Counting;

public sealed class HeapDetailsTests(InsightfulFixture insightful) : IClassFixture<InsightfulFixture>
{
    public static TheoryData<string> Sources => ["live", "dump"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Handles_are_counted_by_kind(string source)
    {
        var details = Of(source);

        var weak = details.Handles.Single(row => row.Kind == "WeakShort").Count;
        Assert.InRange(weak, Insightful.DefaultWeakHandles, Insightful.DefaultWeakHandles + 100); // the runtime has some of its own
        Assert.InRange(details.Handles.Single(row => row.Kind == "Pinned").Count, Insightful.PinnedHandles, Insightful.PinnedHandles + 10);
    }

    [Fact]
    public void Handles_of_a_dump_are_as_many_as_the_debugging_library_finds() =>
        Assert.Equal(insightful.HandlesByClrMd, insightful.Dumped.Details!.Handles.OrderBy(row => row.Kind, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Finalizable_objects_are_told_by_type_and_by_what_is_to_happen_to_them(string source)
    {
        var details = Of(source);

        Assert.Equal(
            new FinalizableRow("HeapShapes.Registration", "heap-shapes", Insightful.Registered, Insightful.Suppressed, 0),
            details.Finalizable.Single(row => row.Name == "HeapShapes.Registration"));
        Assert.Equal(
            new FinalizableRow("HeapShapes.Abandoned", "heap-shapes", 0, 0, Insightful.Waiting),
            details.Finalizable.Single(row => row.Name == "HeapShapes.Abandoned"));
        Assert.DoesNotContain(details.Notes, note => note.Contains("finaliz", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_assembly_loaded_twice_is_one_row_that_says_so(string source)
    {
        var details = Of(source);

        Assert.Equal(2, details.Assemblies.Single(row => row.Name == Recompiled.AssemblyName).Loaded);
        Assert.Equal(1, details.Assemblies.Single(row => row.Name == "System.Private.CoreLib").Loaded);
        Assert.Equal(Recompiled.AssemblyName, details.Assemblies[0].Name);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Space_adds_up_to_the_totals_and_holds_what_is_in_it(string source)
    {
        var summary = source == "live" ? insightful.Live : insightful.Dumped;
        var space = summary.Details!.Space;
        GenerationSpace[] all = [space.Gen0, space.Gen1, space.Gen2, space.Loh, space.Poh, space.Frozen];

        Assert.Equal(summary.FreeBytes, all.Sum(generation => generation.FreeBytes));
        Assert.Equal(summary.BytesCommitted, all.Sum(generation => generation.CommittedBytes));
        Assert.True(space.Gen2.CommittedBytes >= summary.Generations.Gen2.Bytes + space.Gen2.FreeBytes);
        Assert.True(space.Loh.CommittedBytes >= Insightful.LargeInts * sizeof(int));
        Assert.True(all.Sum(generation => generation.ReservedBytes) > 0);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Space_adds_up_with_segments_and_with_server_collection_too(bool serverGc, bool regions)
    {
        await using var process = await ShapeProcess.StartAsync("known", 5_000, serverGc, regions);

        var summary = HeapReader.ReadLive(process.Pid);

        var space = summary.Details!.Space;
        Assert.Equal(summary.FreeBytes, space.Gen0.FreeBytes + space.Gen1.FreeBytes + space.Gen2.FreeBytes + space.Loh.FreeBytes + space.Poh.FreeBytes + space.Frozen.FreeBytes);
        Assert.Equal(
            summary.BytesCommitted,
            space.Gen0.CommittedBytes + space.Gen1.CommittedBytes + space.Gen2.CommittedBytes + space.Loh.CommittedBytes + space.Poh.CommittedBytes + space.Frozen.CommittedBytes);
        Assert.True(space.Gen1.CommittedBytes >= summary.Generations.Gen1.Bytes);
    }

    [Fact]
    public void Memory_of_a_live_process_is_split_into_what_the_collector_the_runtime_and_others_use()
    {
        var memory = insightful.Live.Details!.Memory;

        Assert.InRange(memory.CollectorBytes, Insightful.LargeInts * sizeof(int), memory.PrivateBytes);
        Assert.InRange(memory.OtherBytes, 1, memory.PrivateBytes - memory.CollectorBytes);
        Assert.True(memory.Runtime.Single(heap => heap.Kind == "HighFrequencyHeap").Bytes > 0);
        Assert.True(memory.Runtime.Single(heap => heap.Kind == "HandleTable").Bytes >= Insightful.DefaultWeakHandles * 8);
    }

    [Fact]
    public void A_dump_does_not_tell_of_the_memory_around_the_heap()
    {
        Assert.Equal(0, insightful.Dumped.Details!.Memory.PrivateBytes);
        Assert.Empty(insightful.Dumped.Details.Memory.Runtime);
    }

    [Fact]
    public void A_process_of_64_bits_has_addresses_enough() => Assert.Null(insightful.Live.Details!.LargestFreeBlockBytes);

    private HeapDetails Of(string source) => (source == "live" ? insightful.Live : insightful.Dumped).Details!;
}
