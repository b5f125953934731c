using System.Buffers.Binary;

namespace Fleet.Agent.Capture.Linux;

/// <summary>The outer form of an ELF core file (elf(5)).</summary>
internal static class ElfCore
{
    private const int HeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;
    private const ushort Core = 4;
    private const ushort ManyHeaders = 0xffff;

    /// <summary>Whether the file reaches as far as its program headers say. The writer puts them first and the memory after.</summary>
    public static bool IsWhole(string path)
    {
        if (!File.Exists(path))
            return false;

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || !header.AsSpan(0, 4).SequenceEqual("\u007fELF"u8)
            || header[4] != 2
            || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(16)) != Core)
        {
            return false;
        }

        long count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56));
        // With that many segments the number stands in sh_info of the first section header.
        if (count == ManyHeaders && !TryReadManyHeaders(file, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(40)), out count))
            return false;

        return count > 0 && ReachesEverySegment(file, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32)), count);
    }

    private static bool TryReadManyHeaders(FileStream file, long sections, out long count)
    {
        var section = new byte[HeaderBytes];
        count = 0;
        if (sections <= 0 || sections > file.Length - section.Length)
            return false;

        file.Seek(sections, SeekOrigin.Begin);
        file.ReadExactly(section);
        count = BinaryPrimitives.ReadUInt32LittleEndian(section.AsSpan(44));
        return true;
    }

    private static bool ReachesEverySegment(FileStream file, long table, long count)
    {
        if (table <= 0 || table > file.Length - count * ProgramHeaderBytes)
            return false;

        file.Seek(table, SeekOrigin.Begin);
        var entry = new byte[ProgramHeaderBytes];
        for (var i = 0L; i < count; i++)
        {
            file.ReadExactly(entry);
            var offset = BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(8));
            var bytes = BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(32));
            if (offset < 0 || bytes < 0 || offset > file.Length - bytes)
                return false;
        }

        return true;
    }
}
