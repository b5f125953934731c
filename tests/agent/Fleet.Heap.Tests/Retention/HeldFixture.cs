using Fleet.Contracts.Heap;
using Fleet.Heap.Retention;
using Fleet.Heap.Tests.Workloads;
using Microsoft.Diagnostics.NETCore.Client;

namespace Fleet.Heap.Tests.Retention;

/// <summary>A process that holds objects in all ways, and a dump of it.</summary>
public sealed class HeldFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-retention-").FullName;

    public string Dump => Path.Combine(_folder, "held.dmp");

    private ShapeProcess? _process;

    public int Pid => _process!.Pid;

    public RetentionReport LookLive(string type) =>
        HeapReader.ReadLive(Pid, new LiveReadOptions { Retention = new RetentionOptions { Type = type } }).Retention!;

    public RetentionReport LookIntoDump(string type) =>
        HeapReader.ReadDump(Dump, new DumpReadOptions { Retention = new RetentionOptions { Type = type } }).Retention!;

    public async ValueTask InitializeAsync()
    {
        _process = await ShapeProcess.StartAsync("held");
        await new DiagnosticsClient(_process.Pid).WriteDumpAsync(DumpType.WithHeap, Dump, logDumpGeneration: false, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_process is not null)
            await _process.DisposeAsync();
    }
}
