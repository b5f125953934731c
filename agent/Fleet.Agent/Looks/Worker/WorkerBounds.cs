using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Fleet.Agent.Looks.Worker;

/// <summary>Ends a worker that oversteps its deadline or its memory, that holds its target for too long, that was stopped, or that nobody waits for any more.</summary>
internal sealed class WorkerBounds : IDisposable
{
    private static readonly TimeSpan s_check = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly long _memoryBytes;
    private readonly Lock _lock = new();
    private readonly ITimer _deadline;
    private readonly HeldTarget _target;
    private readonly StoppedWorker _stopped;
    private readonly ITimer _checks;
    private readonly CancellationTokenRegistration _cancelled;

    /// <summary>Watches from now on.</summary>
    public WorkerBounds(Process process, HeldTarget target, LookOptions options, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        _process = process;
        _target = target;
        _stopped = new StoppedWorker(process.Id, s_longestStop, time);
        _memoryBytes = options.WorkerMemoryBytes;
        var late = string.Create(CultureInfo.InvariantCulture, $"the heap worker did not end within {options.Deadline.TotalSeconds:0.#} s and was ended; raise Looks:Deadline if the heap is that large");
        _deadline = time.CreateTimer(_ => End(late), null, options.Deadline + grace, Timeout.InfiniteTimeSpan);
        _checks = time.CreateTimer(_ => Check(), null, s_check, s_check);
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
        _checks.Dispose();
        // Whatever threw: no worker stays behind. An ended one is let be.
        End("nobody waits for it");
    }

    private void Check()
    {
        if (_target.IsTooLong())
            End("the heap worker held its process for longer than it may and was ended, and the process goes on; give the agent processor time and memory, or see what stopped the worker");

        if (_stopped.IsTooLong())
            End("the heap worker was stopped by a signal (SIGSTOP) and was ended; the next look has a new one, see what stops it");

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
