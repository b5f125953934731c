using System.Runtime.InteropServices;
using Fleet.Heap.Live;

namespace Fleet.Heap.Memory;

/// <summary>The bytes of a live process on Linux, by process_vm_readv: no copy of the memory map to keep in step, and safe for threads.</summary>
internal sealed unsafe partial class LinuxProcessMemory(int pid) : IMemorySource
{
    // The system's limit (UIO_MAXIOV).
    private const int MostVectors = 1024;

    public int Read(ulong address, Span<byte> buffer)
    {
        var read = ReadQuietly(address, buffer);
        if (read >= 0)
            return read;

        return Marshal.GetLastPInvokeError() switch
        {
            LinuxErrors.NoSuchProcess => throw LiveFailures.EndedMeanwhile(pid),
            LinuxErrors.NotPermitted => throw LinuxPermission.Denied(pid),
            _ => 0,
        };
    }

    /// <summary>The same without exceptions: -1 and errno where nothing was read. Native code that asks for memory can't pass them on.</summary>
    public int ReadQuietly(ulong address, Span<byte> buffer)
    {
        fixed (byte* into = buffer)
        {
            var local = new IoVector(into, (nuint)buffer.Length);
            var remote = new IoVector((void*)address, (nuint)buffer.Length);
            return (int)process_vm_readv(pid, &local, 1, &remote, 1, 0);
        }
    }

    /// <summary>Reads the same number of bytes at each of many places, a thousand to a system call.</summary>
    /// <param name="addresses">The places.</param>
    /// <param name="bytesEach">Bytes at each.</param>
    /// <param name="into">Gets them one after the other; <paramref name="addresses"/> times <paramref name="bytesEach"/> bytes or more.</param>
    /// <returns>Places read before the first that could not be.</returns>
    public int ReadScattered(ReadOnlySpan<ulong> addresses, int bytesEach, Span<byte> into)
    {
        var remote = stackalloc IoVector[MostVectors];
        var done = 0;
        fixed (byte* start = into)
        {
            while (done < addresses.Length)
            {
                var some = Math.Min(MostVectors, addresses.Length - done);
                for (var i = 0; i < some; i++)
                    remote[i] = new IoVector((void*)addresses[done + i], (nuint)bytesEach);
                var local = new IoVector(start + (long)done * bytesEach, (nuint)(some * bytesEach));
                var read = (int)process_vm_readv(pid, &local, 1, remote, (nuint)some, 0);
                done += Math.Max(0, read) / bytesEach;
                if (read < some * bytesEach)
                    break;
            }
        }

        return done;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint process_vm_readv(int pid, IoVector* local, nuint locals, IoVector* remote, nuint remotes, nuint flags);

    private readonly struct IoVector(void* at, nuint length)
    {
        public readonly void* At = at;
        public readonly nuint Length = length;
    }
}
