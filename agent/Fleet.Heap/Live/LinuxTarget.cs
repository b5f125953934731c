using System.Diagnostics;
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
    private readonly OpenRuntime _runtime;
    private readonly ProgramImage _image;

    private LinuxTarget(ProcessDescription process, ProgramImage image, DataTarget target, OpenRuntime runtime, LinuxProcessMemory memory)
    {
        Process = process;
        _image = image;
        _target = target;
        _runtime = runtime;
        Memory = memory;
    }

    public ProcessDescription Process { get; }

    public string Method => HeapReadMethod.Suspended;

    public ClrRuntime Runtime => _runtime.Runtime;

    /// <summary>The same memory, many places at a time.</summary>
    public LinuxProcessMemory Memory { get; }

    IMemorySource ILiveTarget.Memory => Memory;

    public bool IsAlive => _image.IsThere;

    /// <summary>Opens a process without stopping it.</summary>
    /// <exception cref="HeapReadException">It is gone, not .NET, may not be read, or its debugging library is missing.</exception>
    public static LinuxTarget Open(ProcessDescription process)
    {
        var pid = process.Pid;
        CheckReadable(pid);
        var image = ProgramImage.Of(pid);
        DataTarget? target = null;
        try
        {
            var memory = new LinuxProcessMemory(pid);
            target = new DataTarget(new LinuxLiveReader(pid, memory), ClrOptions.Create());
            var clr = target.ClrVersions.FirstOrDefault() ?? throw LiveFailures.NotDotNet(process);
            return new LinuxTarget(process, image, target, OpenRuntime.Of(clr, "", $"/proc/{pid}/root"), memory);
        }
        catch (Exception e)
        {
            target?.Dispose();
            var isGone = !image.IsThere;
            image.Dispose();
            if (isGone)
                throw LiveFailures.Gone(pid, e);

            throw;
        }
    }

    /// <summary>
    /// The heap's structure while the process runs: true of the moment only if what is read of it later says so. Null when what was read
    /// makes no sense.
    /// </summary>
    public HeapStructure? Glance()
    {
        using var reader = _runtime.PrepareStructure();
        try
        {
            return reader.Read();
        }
        catch (Exception e) when (e is InvalidOperationException or ClrDiagnosticsException or IOException)
        {
            return null;
        }
    }

    public IHold Hold(bool forQuestions, CancellationToken cancellationToken)
    {
        if (LinuxProcess.TracerOf(Process.Pid) is not null)
            throw LinuxPermission.Denied(Process.Pid);

        // Everything that takes time comes first, while the process runs.
        if (forQuestions)
            _runtime.Renew();
        var structure = _runtime.PrepareStructure();
        try
        {
            return new StoppedProcess(structure, Process.Pid, cancellationToken);
        }
        catch
        {
            structure.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _runtime.Dispose();
        _target.Dispose();
        _image.Dispose();
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
        private readonly StructureReader _structure;
        private readonly long _since = Stopwatch.GetTimestamp();
        private readonly LinuxSuspension _suspension;
        private TimeSpan? _paused;

        public StoppedProcess(StructureReader structure, int pid, CancellationToken cancellationToken)
        {
            _structure = structure;
            _suspension = LinuxSuspension.Of(pid, cancellationToken);
        }

        public TimeSpan Paused => _paused ?? Stopwatch.GetElapsedTime(_since);

        public bool ThreadsStandStill => true;

        public HeapStructure ReadStructure() => _structure.Read();

        public void Dispose()
        {
            _suspension.Dispose();
            _paused ??= Stopwatch.GetElapsedTime(_since);
            _structure.Dispose();
        }
    }
}
