using Fleet.Heap.AddressSpace;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Heap.Live;

/// <summary>
/// The address space that a process had when this was opened. A process may end, and it may become another program by exec, with the same id
/// and the same start time: the kernel then ends the old address space, and reading it through a file that was opened before yields nothing.
/// </summary>
internal sealed class ProgramImage : IDisposable
{
    private readonly SafeFileHandle? _memory;
    private readonly long _somewhere;

    private ProgramImage(SafeFileHandle? memory, long somewhere)
    {
        _memory = memory;
        _somewhere = somewhere;
    }

    /// <summary>Whether it is still there; false for good once it is not.</summary>
    public bool IsThere => _memory is not null && CanRead(_memory, _somewhere);

    /// <summary>Opens that of a process that may be read. One that ends meanwhile has none.</summary>
    public static ProgramImage Of(int pid)
    {
        try
        {
            var somewhere = (long)LinuxMaps.Parse(File.ReadLines($"/proc/{pid}/maps")).First().Start;
            return new ProgramImage(File.OpenHandle($"/proc/{pid}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite), somewhere);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return new ProgramImage(null, 0);
        }
    }

    public void Dispose() => _memory?.Dispose();

    private static bool CanRead(SafeFileHandle memory, long address)
    {
        try
        {
            Span<byte> one = stackalloc byte[1];
            return RandomAccess.Read(memory, one, address) == 1;
        }
        catch (IOException)
        {
            return true; // nothing is mapped there any more; of an address space that has ended, no bytes are read and no error comes
        }
    }
}
