using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Fleet.Agent.Targets.Windows;

/// <summary>The command line of another process, by NtQueryInformationProcess (Windows 8.1 and later).</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsCommandLine
{
    private const uint QueryLimitedInformation = 0x1000;
    private const int ProcessCommandLineInformation = 60;
    private const int MostBytes = 80 * 1024;

    /// <summary>Empty when not allowed to see it.</summary>
    public static unsafe string Read(int pid)
    {
        var handle = OpenProcess(QueryLimitedInformation, false, pid);
        if (handle == 0)
            return "";

        var buffer = NativeMemory.Alloc(MostBytes);
        try
        {
            if (NtQueryInformationProcess(handle, ProcessCommandLineInformation, buffer, MostBytes, out _) != 0)
                return "";

            // A UNICODE_STRING: length in bytes, capacity, and a pointer into the same buffer.
            var length = *(ushort*)buffer;
            var text = *(char**)((byte*)buffer + sizeof(nint));
            return text is null ? "" : new string(text, 0, length / sizeof(char));
        }
        finally
        {
            NativeMemory.Free(buffer);
            CloseHandle(handle);
        }
    }

    [LibraryImport("kernel32.dll")]
    private static partial nint OpenProcess(uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, int pid);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);

    [LibraryImport("ntdll.dll")]
    private static unsafe partial int NtQueryInformationProcess(nint process, int information, void* buffer, int length, out int returned);
}
