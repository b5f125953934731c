using Fleet.Heap.Walking;

namespace Fleet.Heap.Tests.Walking;

/// <summary>Heaps as a flipped bit, a torn page or a race would leave them.</summary>
public sealed class MutatedImagesTests
{
    private const int ImagesEach = 30_000;
    private const int HeapBytes = 4_096;
    private const long MostBytesAllocated = 1 << 20;

    [Theory]
    [InlineData(8, HeapGeneration.Gen0)]
    [InlineData(8, HeapGeneration.Gen2)]
    [InlineData(4, HeapGeneration.Gen0)]
    [InlineData(4, HeapGeneration.Loh)]
    public void A_walk_of_a_damaged_heap_ends_accounts_for_every_byte_and_names_the_damage(int pointerSize, object generation)
    {
        var random = new Random(pointerSize * 31 + (int)(HeapGeneration)generation);
        var image = Build(pointerSize, random);
        var whole = image.Bytes.ToArray();
        var end = image.NextAddress;
        var walker = new HeapWalker(1);
        var damaged = 0;
        for (var round = 0; round < ImagesEach; round++)
        {
            whole.CopyTo(image.Bytes, 0);
            Mutate(image, random);
            var contexts = random.Next(4) == 0 ? [Context(random, end)] : Array.Empty<AllocationContext>();
            var plan = new WalkPlan(pointerSize, [new WalkRange(HeapImage.HeapAt, end, (HeapGeneration)generation)], contexts);

            var before = GC.GetAllocatedBytesForCurrentThread();
            var walk = walker.Walk(image, plan, null, TestContext.Current.CancellationToken);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytesAllocated);
            Assert.Equal(plan.Bytes, walk.BytesWalked + walk.Damages.Sum(damage => damage.BytesLost));
            Assert.Equal(walk.BytesWalked, walk.Counts.Values.Sum(count => count.Bytes.Sum()) + walk.GapBytes.Sum());
            Assert.All(walk.Damages, damage => Assert.InRange(damage.Address, (ulong)HeapImage.HeapAt, end));
            damaged += walk.Damages.Count;
        }

        Assert.True(damaged > ImagesEach / 20, "hardly a mutation did damage: they are too weak");
    }

    private static HeapImage Build(int pointerSize, Random random)
    {
        var image = new HeapImage(pointerSize, HeapBytes);
        var plain = image.AddTable((uint)(pointerSize * 4));
        var array = image.AddTable((uint)(pointerSize * 3), 4);
        while (image.Next < HeapImage.HeapAt + HeapBytes - 512)
        {
            if (random.Next(2) == 0)
            {
                image.AddObject(plain, pointerSize * 4);
                continue;
            }

            var length = random.Next(0, 40);
            image.AddObject(array, (pointerSize * 3 + 4 * length + 7) & ~7, (uint)length);
        }

        return image;
    }

    private static void Mutate(HeapImage image, Random random)
    {
        image.ReadableTo = random.Next(8) == 0 ? random.Next(HeapImage.HeapAt, image.Next) : int.MaxValue;
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            // In the heap, or in the method tables before it.
            var at = random.Next(8) == 0 ? random.Next(0x1000, 0x1100) : random.Next(HeapImage.HeapAt, image.Next);
            switch (random.Next(4))
            {
                case 0:
                    image.Bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    random.NextBytes(image.Bytes.AsSpan(at, Math.Min(random.Next(1, 64), image.Bytes.Length - at)));
                    break;
                case 2:
                    image.Bytes.AsSpan(at, Math.Min(random.Next(1, 256), image.Bytes.Length - at)).Clear();
                    break;
                default:
                    image.Bytes.AsSpan(at, Math.Min(8, image.Bytes.Length - at)).Fill(0xFF);
                    break;
            }
        }
    }

    private static AllocationContext Context(Random random, ulong end)
    {
        var start = (ulong)random.Next(HeapImage.HeapAt, (int)end + 64);
        return new AllocationContext(start, start + (ulong)random.Next(0, 100_000));
    }
}
