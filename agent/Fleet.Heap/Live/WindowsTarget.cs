using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Fleet.Contracts.Heap;
using Fleet.Heap.Memory;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>
/// A process on Windows, read from a copy-on-write clone: it stands still only while the system makes the clone, and there is nothing
/// to undo should we be killed.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsTarget(ProcessDescription process) : ILiveTarget
{
    private DataTarget? _target;
    private OpenRuntime? _runtime;

    public ProcessDescription Process { get; } = process;

    public string Method => HeapReadMethod.Snapshot;

    public ClrRuntime Runtime => _runtime?.Runtime ?? throw new InvalidOperationException("The process has not been held yet.");

    public IMemorySource Memory => new ReaderMemory(Runtime.DataTarget.DataReader);

    public bool IsAlive
    {
        get
        {
            try
            {
                using var found = System.Diagnostics.Process.GetProcessById(Process.Pid);
                return !found.HasExited;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
            {
                return false;
            }
        }
    }

    public IHold Hold(bool forQuestions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Release();
        try
        {
            var since = Stopwatch.GetTimestamp();
            _target = DataTarget.CreateSnapshotAndAttach(Process.Pid, ClrOptions.Create());
            var paused = Stopwatch.GetElapsedTime(since);
            var clr = _target.ClrVersions.FirstOrDefault() ?? throw LiveFailures.NotDotNet(Process);
            _runtime = OpenRuntime.Of(clr);
            return new Clone(paused, _runtime);
        }
        catch (Exception e) when (e is ArgumentException or ClrDiagnosticsException or Win32Exception or InvalidOperationException)
        {
            Release();
            if (!IsAlive)
                throw LiveFailures.Gone(Process.Pid);

            throw new HeapReadException(
                HeapReadFailure.NoPermission, $"process {Process.Pid} can't be cloned ({e.Message}): run as the same user or as an administrator", e);
        }
    }

    public void Dispose() => Release();

    private void Release()
    {
        _runtime?.Dispose();
        _target?.Dispose();
        (_runtime, _target) = (null, null);
    }

    private sealed record Clone(TimeSpan Paused, OpenRuntime Runtime) : IHold
    {
        public bool ThreadsStandStill => false;

        public HeapStructure ReadStructure()
        {
            using var reader = Runtime.PrepareStructure();
            return reader.Read();
        }

        public void Dispose()
        {
            // the process runs already; the clone goes with the target
        }
    }
}
