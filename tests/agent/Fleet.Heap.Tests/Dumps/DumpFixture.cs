using Fleet.Contracts.Heap;
using Fleet.Heap.Tests.Workloads;
using Microsoft.Diagnostics.NETCore.Client;

namespace Fleet.Heap.Tests.Dumps;

/// <summary>A dump of a process of known shape, and the summary of that process while it lived.</summary>
public sealed class DumpFixture : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("fleet-heap-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "known.dmp");

    /// <summary>Dumps of the same process that leave its heap out.</summary>
    public string PathOf(DumpType kind) => System.IO.Path.Combine(Folder, $"{kind}.dmp");

    public HeapSummary Live { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using var process = await ShapeProcess.StartAsync("known");
        Live = HeapReader.ReadLive(process.Pid);
        await new DiagnosticsClient(process.Pid).WriteDumpAsync(DumpType.WithHeap, Path, logDumpGeneration: false, CancellationToken.None);
        foreach (var kind in (DumpType[])[DumpType.Normal, DumpType.Triage])
            await new DiagnosticsClient(process.Pid).WriteDumpAsync(kind, PathOf(kind), logDumpGeneration: false, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
