using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Heap.AddressSpace;

/// <summary>Memory of a process on Windows, by the regions that <c>VirtualQueryEx</c> tells: committed private memory is what counts.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsPages : IProcessPages
{
    private const uint Committed = 0x1000;
    private const uint Free = 0x1_0000;
    private const uint Private = 0x2_0000;
    private const uint Granularity = 0x1_0000;
    private const ulong EndOf32Bits = 0x1_0000_0000;

    private readonly Process _process;
    private readonly SafeProcessHandle _handle;
    private readonly int _bits;

    private WindowsPages(Process process, int bits)
    {
        _process = process;
        _handle = process.SafeHandle;
        _bits = bits;
    }

    public long? PrivateBytes => _process.HasExited ? null : _process.PrivateMemorySize64;

    /// <summary>Null when the process is gone or not ours to ask.</summary>
    public static WindowsPages? Open(int pid, int bits)
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(pid);
            return new WindowsPages(process, bits);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            process?.Dispose();
            return null;
        }
    }

    public UsedMemory? UsedIn(ulong start, ulong end)
    {
        ulong used = 0;
        ulong ofItsOwn = 0;
        var address = start;
        while (address < end && TryQuery(address, out var region))
        {
            var behind = Math.Min(region.End, end);
            if (region.State == Committed)
                used += behind - address;
            if (region is { State: Committed, Type: Private })
                ofItsOwn += behind - address;
            address = behind;
        }

        return address >= end ? new UsedMemory((long)used, (long)ofItsOwn) : null;
    }

    public long? LargestFreeBlock()
    {
        if (_bits != 32)
            return null;

        var taken = new List<MemoryMapping>();
        ulong address = 0;
        while (address < EndOf32Bits && TryQuery(address, out var region))
        {
            if (region.State != Free)
                taken.Add(new MemoryMapping(address, region.End));
            address = region.End;
        }

        // Where the answers end, the addresses of the process do: 2 GB, or 4 for a program that says it can use them.
        return address > Granularity ? FreeAddresses.Longest(taken, Granularity, Math.Min(address, EndOf32Bits), Granularity) : null;
    }

    public void Dispose() => _process.Dispose();

    private bool TryQuery(ulong address, out Region region)
    {
        var found = VirtualQueryEx(_handle, (nuint)address, out var information, (nuint)sizeof(MemoryBasicInformation)) != 0;
        var end = (ulong)information.BaseAddress + information.RegionSize;
        region = new Region(end, information.State, information.Type);
        return found && end > address;
    }

    [LibraryImport("kernel32")]
    private static partial nuint VirtualQueryEx(SafeProcessHandle process, nuint address, out MemoryBasicInformation information, nuint bytes);

    private readonly record struct Region(ulong End, uint State, uint Type);

    // MEMORY_BASIC_INFORMATION of our own bitness, which is the target's.
    private readonly struct MemoryBasicInformation
    {
        public readonly nuint BaseAddress;
        public readonly nuint AllocationBase;
        public readonly uint AllocationProtect;
        public readonly nuint RegionSize;
        public readonly uint State;
        public readonly uint Protect;
        public readonly uint Type;
    }
}
