using System.Buffers.Binary;

namespace Fleet.Heap.Runtimes;

/// <summary>The few things we need of an ELF file: what machine it is for, its segments, its build id.</summary>
internal sealed record ElfFile(int Bits, ushort Machine, ushort Type, IReadOnlyList<ElfFile.Segment> Segments)
{
    /// <summary>Type of a core dump.</summary>
    public const ushort Core = 4;

    /// <summary>Kind of a segment that holds memory.</summary>
    public const uint LoadSegment = 1;

    private const uint NoteSegment = 4;
    private const uint BuildIdNote = 3;
    private const int LargestNotes = 1 << 20;

    /// <summary>A part of the file.</summary>
    public readonly record struct Segment(uint Kind, long Offset, long Length, ulong Address);

    /// <summary>Machine number of the processor that we run on; 0 where we don't know it.</summary>
    public static ushort OwnMachine => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X86 => 3,
        System.Runtime.InteropServices.Architecture.Arm => 40,
        System.Runtime.InteropServices.Architecture.X64 => 62,
        System.Runtime.InteropServices.Architecture.Arm64 => 183,
        System.Runtime.InteropServices.Architecture.RiscV64 => 243,
        System.Runtime.InteropServices.Architecture.LoongArch64 => 258,
        _ => 0,
    };

    /// <summary>For example <c>64-bit arm64</c>.</summary>
    public string Architecture => $"{Bits}-bit " + Machine switch
    {
        3 => "x86",
        40 => "arm",
        62 => "x64",
        183 => "arm64",
        243 => "riscv64",
        258 => "loongarch64",
        _ => $"machine {Machine}",
    };

    /// <summary>Reads header and segment table; null when the file is no ELF file or is cut within them.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static ElfFile? Read(Stream file)
    {
        var head = new byte[64];
        file.Position = 0;
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < 52 || BinaryPrimitives.ReadUInt32BigEndian(head) != 0x7F454C46)
            return null;

        var wide = head[4] == 2;
        var type = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(16));
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18));
        var tableAt = wide ? BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(32)) : BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(28));
        var entryBytes = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(wide ? 54 : 42));
        long entries = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(wide ? 56 : 44));
        if (entries == ushort.MaxValue)
            entries = ExtendedCount(file, head, wide);

        if (entryBytes < (wide ? 56 : 32) || tableAt <= 0 || entries < 0 || tableAt > file.Length - entries * entryBytes)
            return new ElfFile(wide ? 64 : 32, machine, type, []);

        var table = new byte[entries * entryBytes];
        file.Position = tableAt;
        file.ReadExactly(table);
        var segments = new List<Segment>((int)entries);
        for (var at = 0; at < table.Length; at += entryBytes)
        {
            var entry = table.AsSpan(at);
            segments.Add(new Segment(
                BinaryPrimitives.ReadUInt32LittleEndian(entry),
                wide ? BinaryPrimitives.ReadInt64LittleEndian(entry[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                wide ? BinaryPrimitives.ReadInt64LittleEndian(entry[32..]) : BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]),
                wide ? BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]) : BinaryPrimitives.ReadUInt32LittleEndian(entry[8..])));
        }

        return new ElfFile(wide ? 64 : 32, machine, type, segments);
    }

    /// <summary>The build id in its notes; empty when it has none.</summary>
    public byte[] BuildId(Stream file)
    {
        foreach (var segment in Segments.Where(s => s.Kind == NoteSegment && s.Length is > 0 and <= LargestNotes && s.Offset >= 0))
        {
            var notes = new byte[segment.Length];
            file.Position = segment.Offset;
            if (file.ReadAtLeast(notes, notes.Length, throwOnEndOfStream: false) == notes.Length && FindBuildId(notes) is { } id)
                return id;
        }

        return [];
    }

    // With 65,535 segments or more, the count stands in the first section header.
    private static long ExtendedCount(Stream file, byte[] head, bool wide)
    {
        var sections = wide ? BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(40)) : BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(32));
        var section = new byte[wide ? 64 : 40];
        if (sections <= 0 || sections > file.Length - section.Length)
            return -1;

        file.Position = sections;
        file.ReadExactly(section);
        return BinaryPrimitives.ReadUInt32LittleEndian(section.AsSpan(wide ? 44 : 28));
    }

    private static byte[]? FindBuildId(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= 12)
        {
            long name = BinaryPrimitives.ReadUInt32LittleEndian(notes);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]);
            var kind = BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]);
            var contentAt = 12 + ((name + 3) & ~3L);
            if (contentAt + length > notes.Length)
                return null;
            if (kind == BuildIdNote && name == 4 && notes.Slice(12, 3).SequenceEqual("GNU"u8))
                return notes.Slice((int)contentAt, (int)length).ToArray();

            var next = contentAt + ((length + 3) & ~3L);
            if (next >= notes.Length)
                return null;
            notes = notes[(int)next..];
        }

        return null;
    }
}
