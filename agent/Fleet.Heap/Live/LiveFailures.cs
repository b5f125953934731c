using Fleet.Contracts.Heap;

namespace Fleet.Heap.Live;

/// <summary>The lines for what can be wrong with a live process on any system.</summary>
internal static class LiveFailures
{
    public static HeapReadException Gone(int pid, Exception? trouble = null) =>
        new(HeapReadFailure.ProcessGone, $"there is no process {pid}; check the id, it may have ended", trouble);

    public static HeapReadException AnotherProcess(int pid, DateTimeOffset expected, DateTimeOffset? found) =>
        new(HeapReadFailure.ProcessGone, $"process {pid} is not the one that started at {expected:O} but another, of {found:O}; the one asked for has ended");

    public static HeapReadException NotDotNet(ProcessDescription process) =>
        new(HeapReadFailure.NotDotNet, $"process {process.Pid} ({process.Name}) runs no .NET, so it has no managed heap");

    public static HeapReadException EndedMeanwhile(int pid, Exception? trouble = null) =>
        new(HeapReadFailure.MidWalkExit, $"process {pid} ended while its heap was read; nothing to do, its next run will be looked at", trouble);

    /// <summary>What a process that is gone says of its heap is nothing, or nonsense.</summary>
    public static void ThrowIfEnded(ILiveTarget target)
    {
        if (!target.IsAlive)
            throw EndedMeanwhile(target.Process.Pid);
    }

    public static HeapReadException NeverWalked(int pid, int attempts, Exception? trouble) => trouble is null
        ? new(HeapReadFailure.CollectionRunning, $"process {pid} was collecting garbage each of the {attempts} times it was looked at; try again, or take a dump")
        : new(HeapReadFailure.RuntimeUnreadable, $"the heap of process {pid} could not be understood ({trouble.Message}); try again, or take a dump", trouble);

    public static HeapReadException NotAnswered(int pid, Exception trouble) =>
        new(HeapReadFailure.RuntimeUnreadable, $"what was asked of the heap of process {pid} could not be read ({trouble.Message}); try again, or take a dump", trouble);

    public static HeapReadException Disagreement(int pid, string difference) =>
        new(HeapReadFailure.Disagreement, $"what was read of process {pid} while it ran is not what was there when it stood still: {difference}; this is an error of this program, please report it");
}
