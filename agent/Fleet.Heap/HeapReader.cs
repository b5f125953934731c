using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Dumps;
using Fleet.Heap.Live;

namespace Fleet.Heap;

/// <summary>Reads one managed heap into its summary. Both ways block until they are done: give them a thread of their own.</summary>
public static class HeapReader
{
    /// <summary>Reads the heap of a running process, which stands still only while it is walked.</summary>
    /// <param name="pid">Its id.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told of bytes walked, from the walking thread; null when nobody cares.</param>
    /// <param name="cancellationToken">Gives up; the process is let go first.</param>
    /// <exception cref="HeapReadException">It could not be read; one line says why.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static HeapSummary ReadLive(
        int pid, LiveReadOptions? options = null, IProgress<HeapReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new LiveReadOptions();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Deadline);
        try
        {
            // Only the thread that stopped a process may let it go, and the end of that thread lets it go for sure.
            var look = OwnThread<HeapSummary>.Start("heap look", () =>
            {
                using var target = LiveTargets.Open(pid, options.StartedAt);
                return new LiveLook(target, options, progress).Take(deadline.Token);
            });
            return look.Join();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HeapReadException(
                HeapReadFailure.DeadlineExceeded,
                string.Create(CultureInfo.InvariantCulture, $"the heap of process {pid} was not read within {options.Deadline.TotalSeconds:0.###} s; allow more, or take a dump"));
        }
        catch (OutOfMemoryException e)
        {
            throw OutOfMemory(string.Create(CultureInfo.InvariantCulture, $"the heap of process {pid}"), e);
        }
    }

    /// <summary>Reads the heap in a core dump or minidump.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told of bytes walked; null when nobody cares.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HeapReadException">It could not be read; one line says why.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static HeapSummary ReadDump(
        string path, DumpReadOptions? options = null, IProgress<HeapReadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return DumpLook.Take(path, options ?? new DumpReadOptions(), progress, cancellationToken);
        }
        catch (OutOfMemoryException e)
        {
            throw OutOfMemory($"'{path}'", e);
        }
    }

    private static HeapReadException OutOfMemory(string what, OutOfMemoryException cause) => new(
        HeapReadFailure.OutOfMemory,
        string.Create(CultureInfo.InvariantCulture, $"{what} can't be read with the {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB of memory that this program may take; allow more"),
        cause);
}
