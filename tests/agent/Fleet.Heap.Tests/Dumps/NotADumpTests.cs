using System.Buffers.Binary;

namespace Fleet.Heap.Tests.Dumps;

public sealed class NotADumpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-heap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_file_is_refused() => AssertRefused(Path.Combine(_folder, "none.dmp"), HeapReadFailure.BadDump, "does not exist");

    [Fact]
    public void A_folder_is_refused() => AssertRefused(_folder, HeapReadFailure.BadDump, "is a folder");

    [Fact]
    public void An_empty_file_is_refused() => AssertRefused(Write([]), HeapReadFailure.BadDump, "is empty");

    [Fact]
    public void Text_is_refused() => AssertRefused(Write([.. "Once upon a time there was a heap"u8]), HeapReadFailure.BadDump, "neither a core dump nor a minidump");

    [Fact]
    public void A_program_is_refused() => AssertRefused("/bin/sh", HeapReadFailure.BadDump, "is a program or library");

    [Fact]
    public void A_core_dump_of_another_architecture_is_refused_by_its_name() =>
        AssertRefused(Write(ElfHead(machine: 183, type: 4)), HeapReadFailure.OtherArchitecture, "64-bit arm64");

    [Fact]
    public void A_core_dump_without_NET_in_it_is_refused()
    {
        var core = ElfHead(machine: 62, type: 4);
        BinaryPrimitives.WriteInt64LittleEndian(core.AsSpan(32), 64); // segment table
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(56), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(core.AsSpan(64), 1); // an empty loaded segment
        AssertRefused(Write(core), HeapReadFailure.BadDump, "");
    }

    [Fact]
    public void A_minidump_of_a_32_bit_process_is_refused_by_its_architecture()
    {
        var dump = MinidumpHead();
        AssertRefused(Write(dump), HeapReadFailure.OtherArchitecture, "32-bit x86");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(40)]
    public void A_minidump_cut_in_its_head_is_refused(int bytes) =>
        AssertRefused(Write(MinidumpHead()[..bytes]), HeapReadFailure.BadDump, "is truncated");

    private static byte[] ElfHead(ushort machine, ushort type)
    {
        var head = new byte[64 + 56];
        BinaryPrimitives.WriteUInt32BigEndian(head, 0x7F454C46);
        (head[4], head[5], head[6]) = (2, 1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(16), type);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(18), machine);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(54), 56);
        return head;
    }

    private static byte[] MinidumpHead()
    {
        var dump = new byte[200];
        BinaryPrimitives.WriteUInt32LittleEndian(dump, 0x504D444D);
        BinaryPrimitives.WriteUInt32LittleEndian(dump.AsSpan(8), 1); // one stream
        BinaryPrimitives.WriteUInt32LittleEndian(dump.AsSpan(12), 32);
        BinaryPrimitives.WriteUInt32LittleEndian(dump.AsSpan(32), 7); // system information
        BinaryPrimitives.WriteUInt32LittleEndian(dump.AsSpan(36), 56);
        BinaryPrimitives.WriteUInt32LittleEndian(dump.AsSpan(40), 44);
        return dump; // processor architecture 0
    }

    private string Write(byte[] content)
    {
        var path = Path.Combine(_folder, "file.dmp");
        File.WriteAllBytes(path, content);
        return path;
    }

    private static void AssertRefused(string path, HeapReadFailure expected, string words)
    {
        var failure = Assert.Throws<HeapReadException>(() => HeapReader.ReadDump(path));
        Assert.Equal(expected, failure.Failure);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }
}
