using Fleet.Heap.Counting;
using Fleet.Heap.Structure;
using Fleet.Heap.Tests.Walking;

namespace Fleet.Heap.Tests.Counting;

public sealed class FinalizerQueueTests
{
    private const uint FinalizerHasRun = 0x4000_0000;
    private const int QueueAt = 0x100;

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Objects_are_told_by_type_those_that_wait_and_those_that_were_suppressed_apart(int pointerSize)
    {
        var image = new HeapImage(pointerSize);
        var (file, socket) = (image.AddTable(40), image.AddTable(32));
        ulong[] queue =
        [
            Object(image, file), Object(image, file, suppressed: true), Object(image, socket), Object(image, file),
            Object(image, socket), Object(image, socket),
        ];
        Lay(image, pointerSize, queue);

        var found = Read(image, pointerSize, registered: 4, waiting: 2);

        Assert.Equal((6, 0, true), (found.Count, found.Untold, found.IsWhole));
        Assert.Equal((2, 1, 0), Counts(found, file));
        Assert.Equal((1, 0, 2), Counts(found, socket));
    }

    [Fact]
    public void Objects_far_from_each_other_and_marked_by_a_collection_are_told_too()
    {
        var image = new HeapImage(8, 1 << 17);
        var file = image.AddTable(40);
        var queue = new List<ulong>();
        for (var i = 0; i < 200; i++)
        {
            queue.Add(Object(image, file | (uint)(i % 2)));
            image.Skip(i % 3 == 0 ? 900 : 0);
        }

        Lay(image, 8, [.. queue.AsEnumerable().Reverse()]);

        Assert.Equal((200, 0, 0), Counts(Read(image, 8, 200, 0), file));
    }

    [Fact]
    public void A_queue_that_can_not_be_read_whole_says_so()
    {
        var image = new HeapImage(8);
        Lay(image, 8, [Object(image, image.AddTable(40))]);
        image.ReadableTo = QueueAt + 8;

        var found = FinalizerQueue.Read(image, 8, [new FinalizerList(QueueAt, QueueAt + 32, QueueAt + 64), new FinalizerList(64, 32, 16)]);

        Assert.False(found.IsWhole);
        Assert.Equal(1, found.Count);
    }

    [Fact]
    public void Any_addresses_are_told_to_an_end()
    {
        var random = new Random(5);
        var image = new HeapImage(8);
        for (var round = 0; round < 2_000; round++)
        {
            var queue = new ulong[random.Next(0, 100)];
            for (var i = 0; i < queue.Length; i++)
                queue[i] = random.Next(3) == 0 ? (ulong)random.NextInt64() : (ulong)random.Next(image.Bytes.Length + 64);
            Lay(image, 8, queue);

            var found = Read(image, 8, queue.Length, 0);

            Assert.Equal(0, found.Untold);
            Assert.True(found.ByTable.Values.Sum(count => count.Registered + count.Suppressed) <= queue.Length);
        }
    }

    private static ulong Object(HeapImage image, ulong table, bool suppressed = false)
    {
        image.Skip(8); // so that each has a header of its own
        BitConverter.TryWriteBytes(image.Bytes.AsSpan(image.Next - 4), suppressed ? FinalizerHasRun : 0);
        return (ulong)image.AddObject(table, 40);
    }

    private static void Lay(HeapImage image, int pointerSize, ulong[] queue)
    {
        for (var i = 0; i < queue.Length; i++)
            image.WritePointer(QueueAt + i * pointerSize, queue[i]);
    }

    private static FinalizerQueue Read(HeapImage image, int pointerSize, int registered, int waiting)
    {
        var behind = (ulong)(QueueAt + registered * pointerSize);
        var found = FinalizerQueue.Read(image, pointerSize, [new FinalizerList(QueueAt, behind, behind + (ulong)(waiting * pointerSize))]);
        found.Tell(TimeSpan.Zero, TestContext.Current.CancellationToken);
        return found;
    }

    private static (long Registered, long Suppressed, long Waiting) Counts(FinalizerQueue queue, ulong table)
    {
        var count = queue.ByTable[table];
        return (count.Registered, count.Suppressed, count.Waiting);
    }
}
