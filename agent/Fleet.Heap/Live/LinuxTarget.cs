using Fleet.Contracts.Heap;
using Fleet.Heap.Memory;
using Fleet.Heap.Runtimes;
using Fleet.Heap.Structure;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>
/// A process on Linux. Everything that takes time (finding modules, loading the debugging library) is done while it runs; it is
/// stopped only to ask for the heap's structure and to walk.
/// </summary>
internal sealed class LinuxTarget : ILiveTarget
{
    private readonly DataTarget _target;
    private readonly ClrInfo _clr;

    private LinuxTarget(ProcessDescription process, DataTarget target, ClrInfo clr, LinuxProcessMemory memory)
    {
        Process = process;
        _target = target;
        _clr = clr;
        Memory = memory;
        Runtime = Open(clr, process.Pid);
    }

    public ProcessDescription Process { get; }

    public ClrRuntime Runtime { get; private set; }

    public IMemorySource Memory { get; }

    public bool IsAlive => LinuxProcess.IsAlive(Process.Pid);

    /// <summary>Opens a process without stopping it.</summary>
    /// <exception cref="HeapReadException">It is gone, not .NET, may not be read, or its debugging library is missing.</exception>
    public static LinuxTarget Open(ProcessDescription process)
    {
        var pid = process.Pid;
        CheckReadable(pid);
        DataTarget? target = null;
        try
        {
            var memory = new LinuxProcessMemory(pid);
            target = new DataTarget(new LinuxLiveReader(pid, memory), ClrOptions.Create());
            var clr = target.ClrVersions.FirstOrDefault() ?? throw LiveFailures.NotDotNet(process);
            var opened = new LinuxTarget(process, target, clr, memory);
            Rehearse(opened.Runtime);
            return opened;
        }
        catch (Exception e)
        {
            target?.Dispose();
            if (e is ArgumentException or IOException or InvalidOperationException or ClrDiagnosticsException && !LinuxProcess.IsAlive(pid))
                throw LiveFailures.Gone(pid);

            throw;
        }
    }

    public IHold Hold(CancellationToken cancellationToken)
    {
        if (LinuxProcess.TracerOf(Process.Pid) is not null)
            throw LinuxPermission.Denied(Process.Pid);

        // Whether a collection runs, and how many heaps there are, ClrMD asks once in the life of a runtime object; a flush does not
        // make it ask again. So each hold has one of its own, opened before the process stands still and asked nothing until it does.
        Runtime.Dispose();
        Runtime = Open(_clr, Process.Pid);
        var hold = new StoppedProcess(Process.Pid, cancellationToken);
        try
        {
            Runtime.FlushCachedData();
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Runtime.Dispose();
        _target.Dispose();
    }

    private static ClrRuntime Open(ClrInfo clr, int pid) => DacLocator.Open(clr, "", $"/proc/{pid}/root");

    // The first time is slow for reasons of our own (code is compiled, pages are faulted in): have it before the process stands still.
    // What is read from a running process may be of no moment at all, so that nothing it says, not even a failure, counts.
    private static void Rehearse(ClrRuntime runtime)
    {
        try
        {
            _ = HeapStructure.Read(runtime);
        }
        catch (Exception e) when (e is InvalidOperationException or ClrDiagnosticsException or IOException)
        {
            // see above: it is asked again, in earnest, when the process stands still
        }
    }

    private static void CheckReadable(int pid)
    {
        try
        {
            using (var image = File.OpenRead($"/proc/{pid}/exe"))
            {
                if (ElfFile.Read(image) is { } elf && (elf.Machine != ElfFile.OwnMachine || elf.Bits != IntPtr.Size * 8))
                {
                    throw new HeapReadException(
                        HeapReadFailure.OtherArchitecture, $"process {pid} is {elf.Architecture}; it needs a heap worker of that architecture");
                }
            }

            if (File.ReadAllText($"/proc/{pid}/maps").Length == 0)
                throw LinuxProcess.IsAlive(pid) ? LinuxPermission.Denied(pid) : LiveFailures.Gone(pid);
        }
        catch (UnauthorizedAccessException)
        {
            throw LinuxPermission.Denied(pid);
        }
        catch (IOException)
        {
            throw LinuxProcess.IsAlive(pid)
                ? new HeapReadException(HeapReadFailure.NotDotNet, $"process {pid} has no program of its own (a kernel thread); it is not .NET")
                : LiveFailures.Gone(pid);
        }
    }

    private sealed class StoppedProcess : IHold
    {
        private readonly long _since = System.Diagnostics.Stopwatch.GetTimestamp();
        private readonly LinuxSuspension _suspension;
        private TimeSpan? _paused;

        public StoppedProcess(int pid, CancellationToken cancellationToken) => _suspension = LinuxSuspension.Of(pid, cancellationToken);

        public TimeSpan Paused => _paused ?? System.Diagnostics.Stopwatch.GetElapsedTime(_since);

        public void Dispose()
        {
            _suspension.Dispose();
            _paused ??= System.Diagnostics.Stopwatch.GetElapsedTime(_since);
        }
    }
}
