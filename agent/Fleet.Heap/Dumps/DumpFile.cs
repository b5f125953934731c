using System.Buffers.Binary;
using System.Globalization;
using Fleet.Heap.Runtimes;

namespace Fleet.Heap.Dumps;

/// <summary>Sees before anything else whether a file is a whole dump of our architecture.</summary>
internal static class DumpFile
{
    private const uint Minidump = 0x504D444D;
    private const uint Elf = 0x464C457F;

    /// <exception cref="HeapReadException">It is not; one line says what it is instead.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
            throw Bad(path, "is a folder, not a dump");
        if (!File.Exists(path))
            throw Bad(path, "does not exist");

        try
        {
            using var file = File.OpenRead(path);
            Span<byte> magic = stackalloc byte[4];
            if (file.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4)
                throw Bad(path, file.Length == 0 ? "is empty" : "is too short for a dump");

            switch (BinaryPrimitives.ReadUInt32LittleEndian(magic))
            {
                case Elf:
                    CheckElf(path, file);
                    break;
                case Minidump:
                    MinidumpHead.Check(path, file);
                    break;
                default:
                    throw Bad(path, "is neither a core dump nor a minidump");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HeapReadException(HeapReadFailure.BadDump, $"'{path}' can't be read: {e.Message}", e);
        }
    }

    public static HeapReadException Bad(string path, string what) => new(HeapReadFailure.BadDump, $"'{path}' {what}");

    public static HeapReadException Truncated(string path, long needed, long has) => Bad(
        path, string.Create(CultureInfo.InvariantCulture, $"is truncated: it should have {needed} bytes and has {has}; copy it again, or take a new one"));

    public static HeapReadException NoHeap(string path) => Bad(
        path, "holds no managed heap: it is a mini dump, or one of a process that was only starting; take one of kind heap or full ('fleet dump --kind heap', 'procdump -ma')");

    public static HeapReadException Foreign(string path, string architecture) => new(
        HeapReadFailure.OtherArchitecture, $"'{path}' is of a {architecture} process; read it with a heap worker of that architecture");

    private static void CheckElf(string path, FileStream file)
    {
        var elf = ElfFile.Read(file) ?? throw Bad(path, "is truncated within its header");
        if (elf.Type != ElfFile.Core)
            throw Bad(path, "is a program or library, not a core dump");
        if (elf.Machine != ElfFile.OwnMachine || elf.Bits != IntPtr.Size * 8)
            throw Foreign(path, elf.Architecture);
        if (elf.Segments.Count == 0)
            throw Bad(path, "is truncated within its segment table");

        var needed = elf.Segments.Max(segment => segment.Length > 0 ? segment.Offset + segment.Length : 0);
        if (needed > file.Length)
            throw Truncated(path, needed, file.Length);
    }
}
