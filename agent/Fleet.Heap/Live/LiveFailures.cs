using Fleet.Contracts.Heap;

namespace Fleet.Heap.Live;

/// <summary>The lines for what can be wrong with a live process on any system.</summary>
internal static class LiveFailures
{
    public static HeapReadException Gone(int pid) =>
        new(HeapReadFailure.ProcessGone, $"there is no process {pid}; check the id, it may have ended");

    public static HeapReadException AnotherProcess(int pid, DateTimeOffset expected, DateTimeOffset? found) =>
        new(HeapReadFailure.ProcessGone, $"process {pid} is not the one that started at {expected:O} but another, of {found:O}; the one asked for has ended");

    public static HeapReadException NotDotNet(ProcessDescription process) =>
        new(HeapReadFailure.NotDotNet, $"process {process.Pid} ({process.Name}) runs no .NET, so it has no managed heap");

    public static HeapReadException EndedMeanwhile(int pid) =>
        new(HeapReadFailure.MidWalkExit, $"process {pid} ended while its heap was read; nothing to do, its next run will be looked at");
}
