using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Agent.Capture.Linux;

/// <summary>
/// Finds out by which signal the writer of a dump was ended. It is a child of the target, whose runtime takes such an end for a good one
/// and tells nobody. From version 6.15 on, the kernel tells whoever has a file descriptor of the process (pidfd_open(2), ioctl_pidfd(2)).
/// </summary>
/// <param name="partial">The file that it writes.</param>
[SupportedOSPlatform("linux")]
internal sealed partial class CreateDumpEnd(string partial) : IDisposable
{
    private const long OpenProcess = 434;
    private const ulong GetInfo = 0xC040_FF0B;
    private const ulong HasExit = 1 << 3;
    private const int InfoBytes = 64;
    private const int ExitCodeAt = 60;
    private const int SignalMask = 0x7F;

    private bool _found;
    private SafeFileHandle? _process;

    /// <summary>Looks for the process until it is found, among all that run.</summary>
    public void Watch()
    {
        if (_found || CreateDumpProcess.Writing(partial) is not { } writer)
            return;

        // A kernel that has no descriptor of it now (before 5.3, or by a policy) has none later.
        _found = true;
        if (syscall(OpenProcess, writer.Pid, 0) is >= 0 and var file)
            _process = new SafeFileHandle((nint)file, ownsHandle: true);
    }

    /// <summary>The signal that ended it; null when it was none, or that is not known.</summary>
    public unsafe int? Signal()
    {
        if (_process is null)
            return null;

        var info = stackalloc byte[InfoBytes];
        var fields = new Span<byte>(info, InfoBytes);
        fields.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(fields, HasExit);
        if (ioctl(_process, GetInfo, info) < 0 || (BinaryPrimitives.ReadUInt64LittleEndian(fields) & HasExit) == 0)
            return null;

        var signal = BinaryPrimitives.ReadInt32LittleEndian(fields[ExitCodeAt..]) & SignalMask;
        return signal == 0 ? null : signal;
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial long syscall(long number, int pid, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int ioctl(SafeFileHandle file, ulong request, byte* argument);
}
