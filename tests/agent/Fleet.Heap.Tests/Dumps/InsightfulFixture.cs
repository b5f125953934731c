using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Tests.Workloads;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Dumps;

/// <summary>A process that has everything that can be wrong with a heap, looked at while it lived and in its dump.</summary>
public sealed class InsightfulFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-heap-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "insightful.dmp");

    public HeapSummary Live { get; private set; } = null!;

    public HeapSummary Dumped { get; private set; } = null!;

    public IReadOnlyList<HandleCount> HandlesByClrMd { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using (var process = await ShapeProcess.StartAsync("insightful", HeapShapes.Insightful.DefaultWeakHandles))
        {
            Live = HeapReader.ReadLive(process.Pid, new LiveReadOptions { Insights = new InsightsOptions() });
            await new DiagnosticsClient(process.Pid).WriteDumpAsync(DumpType.WithHeap, Path, logDumpGeneration: false, CancellationToken.None);
        }

        Dumped = HeapReader.ReadDump(Path, new DumpReadOptions { Insights = new InsightsOptions() });
        using var target = DataTarget.LoadDump(Path, ClrOptions.Create());
        using var runtime = OpenRuntime.Of(target.ClrVersions[0], "");
        HandlesByClrMd =
        [
            .. runtime.Runtime.EnumerateHandles().GroupBy(handle => handle.HandleKind.ToString()).Select(kind => new HandleCount(kind.Key, kind.Count()))
                .OrderBy(row => row.Kind, StringComparer.Ordinal),
        ];
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
