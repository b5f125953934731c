using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fleet.Heap.Memory;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Live;

/// <summary>
/// What ClrMD reads a running process by. Modules come from ClrMD's own reader; memory from ours, which needs no map of the process
/// and so none that must be read again while the process stands still.
/// </summary>
internal sealed class LinuxLiveReader : IDataReader, IDisposable
{
    private readonly LinuxProcessMemory _memory;
    private readonly DataTarget _modules;

    public LinuxLiveReader(int pid, LinuxProcessMemory memory)
    {
        _memory = memory;
        _modules = DataTarget.AttachToProcess(pid, suspend: false);
    }

    public string DisplayName => _modules.DataReader.DisplayName;

    public bool IsThreadSafe => true;

    public OSPlatform TargetPlatform => OSPlatform.Linux;

    public Architecture Architecture => RuntimeInformation.ProcessArchitecture;

    public int ProcessId => _modules.DataReader.ProcessId;

    public int PointerSize => IntPtr.Size;

    public IEnumerable<ModuleInfo> EnumerateModules() => _modules.DataReader.EnumerateModules();

    public bool GetThreadContext(uint threadID, uint contextFlags, Span<byte> context) => LinuxRegisters.TryRead((int)threadID, context);

    public void FlushCachedData()
    {
        // nothing is cached
    }

    // Called from within the debugging library, through which no exception finds its way: it would end us.
    public int Read(ulong address, Span<byte> buffer) => Math.Max(0, _memory.ReadQuietly(address, buffer));

    public bool Read<T>(ulong address, out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        var bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        if (_memory.ReadQuietly(address, bytes) == bytes.Length)
            return true;

        value = default;
        return false;
    }

    public T Read<T>(ulong address)
        where T : unmanaged
    {
        Read(address, out T value);
        return value;
    }

    public bool ReadPointer(ulong address, out ulong value)
    {
        var found = Read(address, out nuint pointer);
        value = pointer;
        return found;
    }

    public ulong ReadPointer(ulong address) => Read<nuint>(address);

    public void Dispose() => _modules.Dispose();
}
