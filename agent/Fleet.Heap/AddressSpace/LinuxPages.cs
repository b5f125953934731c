using System.Globalization;
using System.Runtime.InteropServices;

namespace Fleet.Heap.AddressSpace;

/// <summary>
/// Memory of a process on Linux: <c>/proc/PID/status</c> for the whole, <c>/proc/PID/pagemap</c> for parts of it, in which a word for each
/// page says whether it is in memory or swapped out, and whose it is (Documentation/admin-guide/mm/pagemap.rst of the kernel).
/// </summary>
internal sealed class LinuxPages(int pid, int bits) : IProcessPages
{
    private const ulong PageBytes = 4_096;
    private const ulong InMemory = 1UL << 63;
    private const ulong Swapped = 1UL << 62;
    private const ulong OfFileOrShared = 1UL << 61;
    private const int WordsAtATime = 8_192;

    private readonly FileStream? _pagemap = Open(pid);
    private readonly ulong[] _words = new ulong[WordsAtATime];

    /// <summary>Anonymous memory, resident or swapped out: what the agent watches.</summary>
    public long? PrivateBytes
    {
        get
        {
            long kilobytes = 0;
            var found = false;
            foreach (var line in Lines($"/proc/{pid}/status"))
            {
                if (!line.StartsWith("RssAnon:", StringComparison.Ordinal) && !line.StartsWith("VmSwap:", StringComparison.Ordinal))
                    continue;
                var value = line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim();
                value = value.EndsWith(" kB", StringComparison.Ordinal) ? value[..^3] : value;
                found |= long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                kilobytes += number;
            }

            return found ? kilobytes * 1024 : null;
        }
    }

    public UsedMemory? UsedIn(ulong start, ulong end)
    {
        if (_pagemap is null)
            return null;

        long used = 0;
        long ofItsOwn = 0;
        var page = start / PageBytes;
        var last = (end + PageBytes - 1) / PageBytes;
        while (page < last)
        {
            var wanted = (int)Math.Min(last - page, WordsAtATime);
            int read;
            try
            {
                read = RandomAccess.Read(_pagemap.SafeFileHandle, MemoryMarshal.AsBytes(_words.AsSpan(0, wanted)), (long)page * sizeof(ulong)) / sizeof(ulong);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null; // the process is gone
            }

            if (read == 0)
                return null;
            foreach (var word in _words.AsSpan(0, read))
            {
                if ((word & (InMemory | Swapped)) == 0)
                    continue;
                used++;
                if ((word & OfFileOrShared) == 0)
                    ofItsOwn++;
            }

            page += (ulong)read;
        }

        return new UsedMemory(used * (long)PageBytes, ofItsOwn * (long)PageBytes);
    }

    public long? LargestFreeBlock()
    {
        if (bits != 32)
            return null;

        MemoryMapping[] mappings = [.. LinuxMaps.Parse(Lines($"/proc/{pid}/maps"))];
        return mappings.Length > 0 ? LinuxMaps.LongestFreeOf32Bits(mappings) : null;
    }

    public void Dispose() => _pagemap?.Dispose();

    private static FileStream? Open(int pid)
    {
        try
        {
            return new FileStream($"/proc/{pid}/pagemap", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a kernel without it, or not ours to read
        }
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // the process is gone
        }
    }
}
