using System.Collections.Immutable;
using System.Text.Json;
using SLScripting.Tests.Support;

namespace SLScripting.Tests.Truths;

/// <summary>Every protocol does to memory what its truth.json says: real processes, counted ticks, objects counted from outside.</summary>
public sealed class TruthTests(CompiledProtocols compiled) : IClassFixture<CompiledProtocols>
{
    // The runtime's own ups and downs are of a few MB; a native leak must stand out.
    private const int TicksOfNativeLeak = 4000;

    // Longer than any warm-up, and whole periods of what comes and goes.
    private const int Settle = 500;
    private const int Ticks = 500;

    public static TheoryData<string> ManagedLeaks() => [.. Names(truth => truth is { Leaks: true, Kind: "managed" })];

    public static TheoryData<string> NativeLeaks() => [.. Names(truth => truth is { Leaks: true, Kind: "native" })];

    public static TheoryData<string> Healthy() => [.. Names(truth => !truth.Leaks)];

    [Theory]
    [MemberData(nameof(ManagedLeaks))]
    public async Task Leaking_type_gains_as_many_objects_per_tick_as_its_truth_says(string name)
    {
        var truth = Find(name);
        var (before, after, grown) = await MeasureAsync(truth);

        var key = (truth.Module!, truth.Type!);
        var gained = after.GetValueOrDefault(key) - before.GetValueOrDefault(key);
        // Strings come and go everywhere; a type of the QAction's own is exact.
        var tolerance = truth.Module!.StartsWith(truth.Protocol, StringComparison.Ordinal) ? 0 : 200;
        Assert.InRange(gained, truth.CountPerTick * Ticks - tolerance, truth.CountPerTick * Ticks + tolerance);
        Assert.InRange(grown.Managed, 1_000_000, 4_000_000);
    }

    [Theory]
    [MemberData(nameof(ManagedLeaks))]
    public async Task Leak_is_held_by_the_field_that_its_truth_names(string name)
    {
        var truth = Find(name);
        using var folder = new TemporaryFolder();
        await using var process = await StartAsync(truth, folder);
        await process.TickAsync(1);

        var dot = truth.Holder!.LastIndexOf('.');
        using var snapshot = new HeapSnapshot(process.Id);
        var module = truth.Holder.StartsWith("Skyline.", StringComparison.Ordinal) ? truth.Assembly(truth.Qaction!) : "System.Private.CoreLib";
        Assert.True(snapshot.HasStaticField(module, truth.Holder[..dot], truth.Holder[(dot + 1)..]), truth.Holder);
    }

    [Theory]
    [MemberData(nameof(NativeLeaks))]
    public async Task Native_leak_grows_the_process_and_leaves_the_managed_heap(string name)
    {
        var truth = Find(name);
        using var folder = new TemporaryFolder();
        await using var process = await StartAsync(truth, folder);
        await process.TickAsync(Settle);
        // Without a snapshot between the two: the dump that it takes grows the process too, by more than the leak.
        var first = await process.ReportAsync();
        await process.TickAsync(TicksOfNativeLeak);
        var grown = Growth(first, await process.ReportAsync());

        var leaked = (long)truth.BytesPerTick * TicksOfNativeLeak;
        Assert.InRange(grown.Native, leaked * 8 / 10, leaked * 15 / 10);
        Assert.InRange(grown.Managed, -200_000, 200_000);
    }

    [Theory]
    [MemberData(nameof(Healthy))]
    public async Task Healthy_protocol_has_no_more_objects_once_it_has_settled(string name)
    {
        var truth = Find(name);
        var (before, after, grown) = await MeasureAsync(truth);

        Assert.DoesNotContain(after, count => count.Key.Module.StartsWith($"{truth.Protocol}.{truth.Version}.", StringComparison.Ordinal)
            && count.Value > before.GetValueOrDefault(count.Key) + 8);
        Assert.InRange(grown.Managed, -400_000, 200_000);
    }

    [Fact]
    public void Truths_cover_every_kind_of_leak_and_of_false_alarm()
    {
        var truths = Truth.All();
        Assert.True(truths.Count(truth => truth.Leaks) >= 5);
        Assert.True(truths.Count(truth => !truth.Leaks) >= 5);
        Assert.All(truths, truth => Assert.True(File.Exists(Path.Combine(ScriptingProcess.Protocols, truth.Protocol, truth.Version, "protocol.xml")), truth.ToString()));
    }

    private static IEnumerable<string> Names(Predicate<Truth> which) => Truth.All().Where(truth => which(truth)).Select(truth => truth.ToString());

    private static Truth Find(string name) => Truth.All().Single(truth => truth.ToString() == name);

    private Task<ScriptingProcess> StartAsync(Truth truth, TemporaryFolder folder)
    {
        compiled.CopyTo(folder);
        return ScriptingProcess.StartManualAsync(folder.Path, ScriptingProcess.Protocols, [$"Device 1|101/1|{truth.Protocol}|{truth.Version}|Production"]);
    }

    private async Task<(ImmutableDictionary<(string Module, string Type), long> Before, ImmutableDictionary<(string Module, string Type), long> After, (long Managed, long Native) Grown)> MeasureAsync(Truth truth)
    {
        using var folder = new TemporaryFolder();
        await using var process = await StartAsync(truth, folder);
        await process.TickAsync(Settle);
        var first = await process.ReportAsync();
        var before = HeapSnapshot.Count(process.Id);
        await process.TickAsync(Ticks);
        var second = await process.ReportAsync();
        var after = HeapSnapshot.Count(process.Id);
        return (before, after, Growth(first, second));
    }

    private static (long Managed, long Native) Growth(JsonElement first, JsonElement second)
    {
        Assert.Equal(0, second.GetProperty("elements")[0].GetProperty("errors").GetInt32());
        return (Grown("managedBytes"), Grown("workingSetBytes") - Grown("committedBytes"));

        long Grown(string counter) => second.GetProperty(counter).GetInt64() - first.GetProperty(counter).GetInt64();
    }
}
