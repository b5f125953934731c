using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Fleet.Agent.Looks.Worker;

/// <summary>Ends a worker that oversteps its deadline or its memory, or that nobody waits for any more.</summary>
internal sealed class WorkerBounds : IDisposable
{
    private static readonly TimeSpan s_memoryCheck = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly long _memoryBytes;
    private readonly Lock _lock = new();
    private readonly ITimer _deadline;
    private readonly ITimer _memory;
    private readonly CancellationTokenRegistration _cancelled;

    /// <summary>Watches from now on.</summary>
    public WorkerBounds(Process process, LookOptions options, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        _process = process;
        _memoryBytes = options.WorkerMemoryBytes;
        var late = string.Create(CultureInfo.InvariantCulture, $"the heap worker did not end within {options.Deadline.TotalSeconds:0.#} s and was ended; raise Looks:Deadline if the heap is that large");
        _deadline = time.CreateTimer(_ => End(late), null, options.Deadline + grace, Timeout.InfiniteTimeSpan);
        _memory = time.CreateTimer(_ => CheckMemory(), null, s_memoryCheck, s_memoryCheck);
        _cancelled = cancellationToken.Register(() => End("the agent stops"));
    }

    /// <summary>Why it was ended; null when it was not.</summary>
    public string? EndedFor { get; private set; }

    /// <summary>Ends it, with everything it started.</summary>
    public void End(string reason)
    {
        lock (_lock)
        {
            try
            {
                if (_process.HasExited)
                    return;
                EndedFor ??= reason;
                _process.Kill(entireProcessTree: true);
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It ended meanwhile.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancelled.Dispose();
        _deadline.Dispose();
        _memory.Dispose();
        // Whatever threw: no worker stays behind. An ended one is let be.
        End("nobody waits for it");
    }

    private void CheckMemory()
    {
        long resident;
        try
        {
            _process.Refresh();
            resident = _process.HasExited ? 0 : _process.WorkingSet64;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return;
        }

        if (resident > _memoryBytes)
            End($"the heap worker took {resident >> 20} MB of the {_memoryBytes >> 20} MB it may take and was ended; raise Looks:WorkerMemoryBytes if the heap has that many types");
    }
}
