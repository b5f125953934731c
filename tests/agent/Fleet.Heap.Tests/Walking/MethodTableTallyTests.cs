using Fleet.Heap.Walking;

namespace Fleet.Heap.Tests.Walking;

public sealed class MethodTableTallyTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(1_000)]
    [InlineData(100_000)] // more than an index that is cut off can tell apart
    public void Objects_that_follow_one_another_in_any_order_are_counted_under_their_own_method_table(int tables)
    {
        var tally = new MethodTableTally();
        var random = new Random(tables);
        var expected = new Dictionary<ulong, (long Objects, long Bytes)>();
        ref var previous = ref tally.Any;
        var number = 0UL;
        for (var i = 0; i < tables * 10; i++)
        {
            // Half of the objects are followed by what followed one of their type before.
            number = i % 2 == 0 ? (ulong)random.Next(tables) : number * 7919 % (ulong)tables;
            var table = 0x1000 + number * 8;
            ref var slot = ref tally.FindAfter(ref previous, table);
            if (slot.MethodTable == 0)
                slot = ref tally.Add(new MethodTable(table, (uint)number + 24, (uint)number % 3, 0));
            Assert.Equal(table, slot.MethodTable);
            Assert.Equal((uint)number + 24, slot.BaseSize);
            Assert.Equal(number % 3, slot.ComponentSize);
            slot.Count++;
            slot.Bytes += slot.BaseSize;
            var (objects, bytes) = expected.GetValueOrDefault(table);
            expected[table] = (objects + 1, bytes + slot.BaseSize);
            previous = ref slot;
        }

        Assert.Equal(expected, tally.Take().ToDictionary(count => count.MethodTable, count => (count.Objects, count.Bytes)));
    }
}
