using Fleet.Heap.Counting;
using Fleet.Heap.Memory;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Tests.Counting;

public sealed class HandleTablesTests
{
    private const ulong At = 0x7000_0000;

    // As the runtime's compiler lays them out.
    private static int KindsAt(int pointerSize) => pointerSize == 8 ? 1_560 : 3_120;

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Handles_are_visited_by_the_kind_of_their_block_and_those_not_in_use_are_not(int pointerSize)
    {
        var segment = Empty(pointerSize);
        segment[KindsAt(pointerSize)] = (byte)ClrHandleKind.Pinned;
        segment[KindsAt(pointerSize) + 1] = (byte)ClrHandleKind.WeakShort;
        segment[KindsAt(pointerSize) + 2] = 12; // data of the table's own
        Write(segment, pointerSize, handle: 0, 0x1000);
        Write(segment, pointerSize, handle: 63, 0x2000);
        Write(segment, pointerSize, handle: 64, 0x3000);
        Write(segment, pointerSize, handle: 128, 0x4000);
        Write(segment, pointerSize, handle: 192, 0x5000); // of no block

        Assert.Equal(
            [(ClrHandleKind.Pinned, 0x1000UL), (ClrHandleKind.Pinned, 0x2000UL), (ClrHandleKind.WeakShort, 0x3000UL)],
            Visit(segment, pointerSize, out var read));
        Assert.True(read);
    }

    [Fact]
    public void A_segment_of_which_only_the_beginning_is_committed_is_read_as_far_as_it_goes()
    {
        var segment = Empty(8);
        segment[KindsAt(8)] = segment[KindsAt(8) + 119] = (byte)ClrHandleKind.Strong;
        Write(segment, 8, handle: 5, 0x1000);

        Assert.Equal([(ClrHandleKind.Strong, 0x1000UL)], Visit(segment[..0x2000], 8, out var read));
        Assert.True(read);
    }

    [Fact]
    public void What_is_no_segment_is_refused_before_anything_of_it_is_counted()
    {
        var segment = Empty(8);
        segment[KindsAt(8)] = (byte)ClrHandleKind.Strong;
        segment[KindsAt(8) + 7] = 0x80;
        Write(segment, 8, handle: 5, 0x1000);

        Assert.Empty(Visit(segment, 8, out var read));
        Assert.False(read);
        Assert.Empty(Visit(segment[..100], 8, out read));
        Assert.False(read);
    }

    [Fact]
    public void Any_bytes_are_visited_to_an_end()
    {
        var random = new Random(3);
        var segment = new byte[0x10000];
        for (var round = 0; round < 300; round++)
        {
            random.NextBytes(segment);
            foreach (var pointerSize in (int[])[4, 8])
            {
                for (var i = 0; i < 240; i++)
                    segment[KindsAt(pointerSize) + i] = (byte)random.Next(16);
                Assert.True(Visit(segment, pointerSize, out _).Count <= 0xF000 / pointerSize);
            }
        }
    }

    private static byte[] Empty(int pointerSize)
    {
        var segment = new byte[0x10000];
        segment.AsSpan(KindsAt(pointerSize), pointerSize == 8 ? 120 : 240).Fill(0xFF);
        return segment;
    }

    private static void Write(byte[] segment, int pointerSize, int handle, uint target) =>
        BitConverter.TryWriteBytes(segment.AsSpan(0x1000 + handle * pointerSize), target);

    private static List<(ClrHandleKind Kind, ulong Target)> Visit(byte[] segment, int pointerSize, out bool read)
    {
        var handles = new List<(ClrHandleKind, ulong)>();
        read = new HandleTables(pointerSize).TryVisit(new Bytes(segment), At, (kind, target) => handles.Add((kind, target)));
        return handles;
    }

    private sealed class Bytes(byte[] bytes) : IMemorySource
    {
        public int Read(ulong address, Span<byte> buffer)
        {
            var read = Math.Min(buffer.Length, bytes.Length);
            bytes.AsSpan(0, read).CopyTo(buffer);
            return address == At ? read : 0;
        }
    }
}
