using System.Buffers.Binary;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Walking;

/// <summary>Walks a heap of four objects that we made up, so that the code is compiled before a process stands still for it.</summary>
internal static class Rehearsal
{
    private const int TableAt = 0x1000;
    private const int HeapAt = 0x2000;
    private const int ObjectBytes = 24;

    public static void Run(HeapWalker walker)
    {
        var image = new byte[HeapAt + 8 * ObjectBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(TableAt + 4), ObjectBytes);
        foreach (var at in (ReadOnlySpan<int>)[0, 3, 4, 7])
            BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(HeapAt + at * ObjectBytes), TableAt);

        // Two ranges with a gap and a context each, so that every thread and every path has its turn.
        const ulong Middle = HeapAt + 4 * ObjectBytes;
        var plan = new WalkPlan(
            8,
            [new WalkRange(HeapAt, Middle, HeapGeneration.Gen0), new WalkRange(Middle, (ulong)image.Length, HeapGeneration.Gen0)],
            [new AllocationContext(Middle + ObjectBytes, Middle + ObjectBytes + 8)]);
        _ = walker.Walk(new Image(image), plan, null, CancellationToken.None);
    }

    private sealed class Image(byte[] bytes) : IMemorySource
    {
        public int Read(ulong address, Span<byte> buffer)
        {
            if (address >= (ulong)bytes.Length)
                return 0;

            var from = bytes.AsSpan((int)address);
            var count = Math.Min(from.Length, buffer.Length);
            from[..count].CopyTo(buffer);
            return count;
        }
    }
}
