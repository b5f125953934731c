using Fleet.Agent.Capture;
using Fleet.Agent.Targets;
using Fleet.Agent.Tests.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Tests.Capture;

/// <summary>Dump capture on the real machine, below the directory of a test node.</summary>
internal sealed class TestCapture : IDisposable
{
    /// <param name="node">Where.</param>
    /// <param name="options">By default those that a disk without room can't upset.</param>
    /// <param name="freeBytes">Of the disk; null: as it is.</param>
    public TestCapture(TestNode node, CaptureOptions? options = null, Func<long>? freeBytes = null)
    {
        var wrapped = Options.Create(options ?? new CaptureOptions { KeepFreeBytes = 0 });
        Store = new DumpStore(wrapped, node.Agent, TimeProvider.System, NullLogger<DumpStore>.Instance);
        if (freeBytes is not null)
            Store.FreeBytes = freeBytes;
        Capture = new DumpCapture(Store, node.Processes, Turns, wrapped, TimeProvider.System, NullLogger<DumpCapture>.Instance);
    }

    public DumpStore Store { get; }

    public TargetTurns Turns { get; } = new();

    public DumpCapture Capture { get; }

    public void Dispose() => Capture.Dispose();
}
