using System.Buffers.Binary;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Walking;

/// <summary>Walks a heap of three objects that we made up, so that the code is compiled before a process stands still for it.</summary>
internal static class Rehearsal
{
    private const int TableAt = 0x1000;
    private const int HeapAt = 0x2000;
    private const int ObjectBytes = 24;

    public static void Run(byte[] block)
    {
        var image = new byte[HeapAt + 4 * ObjectBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(TableAt + 4), ObjectBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(HeapAt), TableAt);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(HeapAt + 3 * ObjectBytes), TableAt);
        var plan = new WalkPlan(
            8, [new WalkRange(HeapAt, (ulong)image.Length, HeapGeneration.Gen0)], [new AllocationContext(HeapAt + 100 * ObjectBytes, HeapAt + 200 * ObjectBytes)]);
        var memory = new Image(image);
        var tables = new MethodTables(memory, plan.PointerSize);
        var walker = new RangeWalker(memory, tables, plan, block);
        walker.Walk(plan.Ranges[0], CancellationToken.None);
        _ = WalkResult.Of(plan, tables, [walker]);
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
