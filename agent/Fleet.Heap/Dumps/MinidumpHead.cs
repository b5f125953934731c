using System.Buffers.Binary;

namespace Fleet.Heap.Dumps;

/// <summary>The directory of a minidump: says its architecture and how long the file must be.</summary>
internal static class MinidumpHead
{
    private const int EntryBytes = 12;
    private const uint MostStreams = 4096;
    private const uint SystemInfo = 7;
    private const uint Memory64List = 9;

    /// <exception cref="HeapReadException">The file is cut, or of another architecture.</exception>
    public static void Check(string path, FileStream file)
    {
        var head = At(path, file, 0, 32);
        var streams = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8));
        if (streams is 0 or > MostStreams)
            throw DumpFile.Bad(path, "is a minidump with a broken directory");

        var directory = At(path, file, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(12)), (int)streams * EntryBytes);
        for (var at = 0; at < directory.Length; at += EntryBytes)
        {
            var kind = BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at));
            var length = BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at + 4));
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at + 8));
            if (kind == SystemInfo)
                CheckArchitecture(path, BinaryPrimitives.ReadUInt16LittleEndian(At(path, file, offset, 2)));
            if (offset + (long)length > file.Length)
                throw DumpFile.Truncated(path, offset + (long)length, file.Length);
            if (kind == Memory64List)
                CheckMemory(path, file, offset, length);
        }
    }

    private static void CheckMemory(string path, FileStream file, long offset, long length)
    {
        var head = At(path, file, offset, 16);
        var ranges = BinaryPrimitives.ReadInt64LittleEndian(head);
        var end = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(8));
        if (ranges < 0 || ranges * 16 > length - 16 || length > int.MaxValue)
            throw DumpFile.Bad(path, "is a minidump with a broken memory list");

        var list = At(path, file, offset + 16, (int)ranges * 16);
        for (var at = 8; at < list.Length; at += 16)
            end += BinaryPrimitives.ReadInt64LittleEndian(list.AsSpan(at));
        if (end > file.Length || end < 0)
            throw DumpFile.Truncated(path, end, file.Length);
    }

    private static void CheckArchitecture(string path, ushort number)
    {
        var (architecture, bits) = number switch
        {
            0 => ("32-bit x86", 32),
            5 => ("32-bit arm", 32),
            9 => ("64-bit x64", 64),
            12 => ("64-bit arm64", 64),
            _ => ($"unknown ({number})", 0),
        };
        if (bits != IntPtr.Size * 8)
            throw DumpFile.Foreign(path, architecture);
    }

    private static byte[] At(string path, FileStream file, long offset, int length)
    {
        if (offset + length > file.Length)
            throw DumpFile.Truncated(path, offset + length, file.Length);

        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }
}
