using Fleet.Heap.Runtimes;
using Microsoft.Diagnostics.Runtime;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Heap.Memory;

/// <summary>
/// The bytes of an ELF core dump, read from the file where the walk wants them: a mapped file would cost a page fault for every few of the
/// pages. What the file leaves out (pages of programs and libraries) comes through ClrMD, which finds it in the files they are of.
/// </summary>
internal sealed class CoreDumpMemory : IMemorySource, IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly ElfFile.Segment[] _segments;
    private readonly ReaderMemory _elsewhere;

    private CoreDumpMemory(SafeFileHandle file, ElfFile.Segment[] segments, IDataReader elsewhere)
    {
        _file = file;
        _segments = segments;
        _elsewhere = new ReaderMemory(elsewhere);
    }

    /// <summary>Opens one; null when the file is no ELF file.</summary>
    /// <param name="path">The dump.</param>
    /// <param name="elsewhere">Who knows what is not in the file.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static CoreDumpMemory? TryOpen(string path, IDataReader elsewhere)
    {
        ElfFile? elf;
        using (var stream = File.OpenRead(path))
            elf = ElfFile.Read(stream);
        if (elf is null)
            return null;

        var loaded = elf.Segments.Where(segment => segment is { Kind: ElfFile.LoadSegment, Length: > 0, Offset: >= 0 }).OrderBy(segment => segment.Address);
        return new CoreDumpMemory(File.OpenHandle(path, options: FileOptions.RandomAccess), [.. loaded], elsewhere);
    }

    public int Read(ulong address, Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            var at = address + (ulong)read;
            var rest = buffer[read..];
            var found = IndexOf(at) is >= 0 and var index ? ReadWithin(_segments[index], at, rest) : 0;
            if (found == 0)
                return read + _elsewhere.Read(at, rest);

            read += found;
        }

        return read;
    }

    public void Dispose() => _file.Dispose();

    private int ReadWithin(in ElfFile.Segment segment, ulong address, Span<byte> buffer)
    {
        var skipped = (long)(address - segment.Address);
        return RandomAccess.Read(_file, buffer[..(int)Math.Min(buffer.Length, segment.Length - skipped)], segment.Offset + skipped);
    }

    private int IndexOf(ulong address)
    {
        int low = 0, high = _segments.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            ref readonly var segment = ref _segments[middle];
            if (address < segment.Address)
                high = middle - 1;
            else if (address - segment.Address >= (ulong)segment.Length)
                low = middle + 1;
            else
                return middle;
        }

        return -1;
    }
}
