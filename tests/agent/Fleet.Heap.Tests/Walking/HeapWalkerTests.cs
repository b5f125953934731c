using Fleet.Heap.Walking;

namespace Fleet.Heap.Tests.Walking;

public sealed class HeapWalkerTests
{
    private static readonly HeapWalker OneThread = new(1);

    [Theory]
    [InlineData(8, 24, 12)]
    [InlineData(4, 12, 8)]
    public void Objects_arrays_and_strings_are_counted_with_their_aligned_sizes(int pointerSize, int plainBytes, int otherBase)
    {
        var image = new HeapImage(pointerSize);
        var align = pointerSize;
        var plain = image.AddTable((uint)plainBytes);
        var array = image.AddTable((uint)(pointerSize * 3), 4);
        var text = image.AddTable((uint)(pointerSize + otherBase - 2 + (pointerSize == 8 ? 4 : 8)), 2);
        var textBase = pointerSize + otherBase - 2 + (pointerSize == 8 ? 4 : 8);
        for (var i = 0; i < 10; i++)
        {
            image.AddObject(plain, plainBytes);
            image.AddObject(array, Align(pointerSize * 3 + 4 * i, align), (uint)i);
            image.AddObject(text, Align(textBase + 2 * i, align), (uint)i);
        }

        var walk = Walk(image, pointerSize, HeapGeneration.Gen2);

        Assert.True(walk.IsComplete);
        Assert.Equal(10, Objects(walk, plain));
        Assert.Equal(10 * plainBytes, Bytes(walk, plain));
        Assert.Equal(Enumerable.Range(0, 10).Sum(i => Align(pointerSize * 3 + 4 * i, align)), Bytes(walk, array));
        Assert.Equal(Enumerable.Range(0, 10).Sum(i => Align(textBase + 2 * i, align)), Bytes(walk, text));
        AssertAccounted(walk);
    }

    [Fact]
    public void Marks_of_the_collector_in_the_low_bits_don_t_hide_a_method_table()
    {
        var image = new HeapImage(8);
        var table = image.AddTable(32);
        for (ulong mark = 0; mark < 8; mark++)
            image.AddObject(table | mark, 32);

        var walk = Walk(image, 8, HeapGeneration.Gen2);

        Assert.Equal(8, Objects(walk, table));
    }

    [Fact]
    public void Large_objects_are_stepped_over_without_reading_them()
    {
        var image = new HeapImage(8, 1 << 20);
        var table = image.AddTable(24, 1);
        for (var i = 0; i < 5; i++)
            image.AddObject(table, 24 + 100_000, 100_000);

        var walk = Walk(image, 8, HeapGeneration.Loh);

        Assert.True(walk.IsComplete);
        Assert.Equal(5 * 100_024, Bytes(walk, table));
    }

    [Fact]
    public void An_allocation_context_and_the_room_behind_it_count_as_free()
    {
        var image = new HeapImage(8);
        var table = image.AddTable(40);
        image.AddObject(table, 40);
        var start = image.NextAddress;
        image.Skip(1_000 + 24);
        image.AddObject(table, 40);

        var walk = Walk(image, 8, HeapGeneration.Gen0, new AllocationContext(start, start + 1_000));

        Assert.True(walk.IsComplete);
        Assert.Equal(2, Objects(walk, table));
        Assert.Equal(1_024, walk.GapBytes[(int)HeapGeneration.Gen0]);
        AssertAccounted(walk);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Memory_handed_out_but_not_written_is_skipped_up_to_the_next_object_whose_header_may_be_in_use(int pointerSize)
    {
        var image = new HeapImage(pointerSize);
        var table = image.AddTable(40);
        image.AddObject(table, 40);
        image.Skip(400);
        // A sync block index or hash code, in the 4 bytes before the object.
        BitConverter.TryWriteBytes(image.Bytes.AsSpan(image.Next - 4), 0x0F00_0001);
        image.AddObject(table, 40);

        var walk = Walk(image, pointerSize, HeapGeneration.Gen0);

        Assert.True(walk.IsComplete);
        Assert.Equal(2, Objects(walk, table));
        Assert.Equal(400, walk.GapBytes[(int)HeapGeneration.Gen0]);
    }

    [Fact]
    public void A_hole_in_tenured_memory_is_damage_with_its_address_and_the_bytes_lost()
    {
        var image = new HeapImage(8);
        var table = image.AddTable(40);
        image.AddObject(table, 40);
        var hole = image.NextAddress;
        image.Skip(80);
        image.AddObject(table, 40);

        var walk = Walk(image, 8, HeapGeneration.Gen2);

        Assert.False(walk.IsComplete);
        var damage = Assert.Single(walk.Damages);
        Assert.Equal(hole, damage.Address);
        Assert.Equal(120, damage.BytesLost);
        Assert.Equal(120, walk.BytesLost);
        Assert.Equal(1, Objects(walk, table));
    }

    [Fact]
    public void An_object_that_would_reach_beyond_its_segment_is_damage()
    {
        var image = new HeapImage(8);
        var table = image.AddTable(24, 1);
        image.AddObject(table, 64, uint.MaxValue);

        var walk = Walk(image, 8, HeapGeneration.Gen2);

        Assert.Equal((ulong)HeapImage.HeapAt, Assert.Single(walk.Damages).Address);
        Assert.Empty(walk.Counts);
    }

    [Fact]
    public void Memory_that_ends_early_is_damage_where_it_ends()
    {
        var image = new HeapImage(8);
        var table = image.AddTable(40);
        for (var i = 0; i < 100; i++)
            image.AddObject(table, 40);
        image.ReadableTo = HeapImage.HeapAt + 50 * 40;

        var walk = Walk(image, 8, HeapGeneration.Gen2);

        Assert.Equal(50, Objects(walk, table));
        Assert.Equal(50 * 40, walk.BytesLost);
    }

    [Fact]
    public void Objects_that_cross_the_end_of_a_block_are_counted_once()
    {
        const int Count = 3 * RangeWalker.BlockBytes / 56;
        var image = new HeapImage(8, Count * 56);
        var table = image.AddTable(56);
        for (var i = 0; i < Count; i++)
            image.AddObject(table, 56);

        var walk = Walk(image, 8, HeapGeneration.Gen1);

        Assert.True(walk.IsComplete);
        Assert.Equal(Count, Objects(walk, table));
    }

    [Fact]
    public void More_method_tables_than_a_tally_starts_with_are_all_kept()
    {
        var image = new HeapImage(8, 1 << 20);
        var tables = Enumerable.Range(0, 400).Select(i => image.AddTable(24u + 8u * ((uint)i % 5))).ToArray();
        foreach (var (table, i) in tables.Select((table, i) => (table, i)))
            image.AddObject(table, 24 + 8 * (i % 5));

        var walk = Walk(image, 8, HeapGeneration.Gen2);

        Assert.True(walk.IsComplete);
        Assert.All(tables, table => Assert.Equal(1, Objects(walk, table)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Any_mutated_image_is_walked_to_an_end_with_every_byte_accounted_for(int pointerSize)
    {
        var random = new Random(20_260_124);
        for (var round = 0; round < 20_000; round++)
        {
            var image = RandomImage(random, pointerSize);
            for (var flips = random.Next(1, 20); flips > 0; flips--)
                image.Bytes[random.Next(0x1000, image.Next)] ^= (byte)(1 << random.Next(8));

            var walk = Walk(image, pointerSize, (HeapGeneration)random.Next(6));

            AssertAccounted(walk);
            Assert.Equal(walk.BytesTotal, walk.BytesWalked + walk.Damages.Sum(damage => damage.BytesLost));
        }
    }

    private static HeapImage RandomImage(Random random, int pointerSize)
    {
        var image = new HeapImage(pointerSize, 1 << 13);
        var plain = image.AddTable((uint)(pointerSize * random.Next(3, 9)));
        var array = image.AddTable((uint)(pointerSize * 3), (ushort)random.Next(1, 17));
        while (image.Next < image.Bytes.Length - 1_024)
        {
            if (random.Next(2) == 0)
            {
                image.AddObject(plain, BitConverter.ToInt32(image.Bytes, (int)plain + 4));
                continue;
            }

            var length = (uint)random.Next(30);
            var component = BitConverter.ToUInt16(image.Bytes, (int)array);
            image.AddObject(array, Align(pointerSize * 3 + (int)(length * component), 8), length);
        }

        return image;
    }

    private static WalkResult Walk(HeapImage image, int pointerSize, HeapGeneration generation, params AllocationContext[] contexts)
    {
        var plan = new WalkPlan(pointerSize, [new WalkRange(HeapImage.HeapAt, image.NextAddress, generation)], contexts);
        return OneThread.Walk(image, plan, null, TestContext.Current.CancellationToken);
    }

    private static void AssertAccounted(WalkResult walk) =>
        Assert.Equal(walk.BytesWalked, walk.Counts.Values.Sum(count => count.Bytes.Sum()) + walk.GapBytes.Sum());

    private static long Objects(WalkResult walk, ulong table) => walk.Counts.TryGetValue(table, out var count) ? count.Objects.Sum() : 0;

    private static long Bytes(WalkResult walk, ulong table) => walk.Counts[table].Bytes.Sum();

    private static int Align(int size, int to) => (size + to - 1) / to * to;
}
