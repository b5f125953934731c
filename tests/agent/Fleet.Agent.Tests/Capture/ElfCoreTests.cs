using System.Buffers.Binary;
using Fleet.Agent.Capture.Linux;
using Fleet.Agent.Tests.Processes;

namespace Fleet.Agent.Tests.Capture;

public sealed class ElfCoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_core_that_reaches_its_last_segment_is_whole() => Assert.True(IsWhole(Core()));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(100)]
    [InlineData(4095)]
    [InlineData(4999)]
    public void A_core_cut_anywhere_is_not(int bytes) => Assert.False(IsWhole(Core()[..bytes]));

    [Fact]
    public void Another_file_is_not() => Assert.False(IsWhole(new byte[10_000]));

    [Fact]
    public void No_file_is_not() => Assert.False(ElfCore.IsWhole(_directory.File("none")));

    private bool IsWhole(byte[] content)
    {
        var path = _directory.File("core");
        File.WriteAllBytes(path, content);
        return ElfCore.IsWhole(path);
    }

    // One segment of 904 bytes at 4096.
    private static byte[] Core()
    {
        var core = new byte[5000];
        "\u007fELF"u8.CopyTo(core);
        core[4] = 2;
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(16), 4);
        BinaryPrimitives.WriteInt64LittleEndian(core.AsSpan(32), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(56), 1);
        BinaryPrimitives.WriteInt64LittleEndian(core.AsSpan(64 + 8), 4096);
        BinaryPrimitives.WriteInt64LittleEndian(core.AsSpan(64 + 32), 904);
        return core;
    }
}
