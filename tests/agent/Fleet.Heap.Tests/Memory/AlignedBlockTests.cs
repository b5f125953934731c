using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Tests.Memory;

public sealed class AlignedBlockTests
{
    [Fact]
    public void What_is_read_lies_in_its_line_as_at_its_source()
    {
        var block = new AlignedBlock(1_000);
        for (var address = 0x7F00_0000_0000UL; address < 0x7F00_0000_0080UL; address++)
        {
            var room = block.For(address, 1_000);
            using var pinned = room.Pin();

            Assert.Equal(1_000, room.Length);
            Assert.Equal(address % 64, AddressOf(room) % 64);
        }
    }

    private static unsafe ulong AddressOf(Memory<byte> room) => (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetReference(room.Span));
}
