using Fleet.Contracts.Heap;
using Fleet.Heap.Insights;
using Fleet.Heap.Insights.Types;
using Fleet.Heap.Tests.Walking;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Tests.Insights;

/// <summary>Heaps laid out by hand, in both bitnesses, whole and damaged.</summary>
public sealed class DamagedHeapTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void A_heap_of_either_bitness_is_understood(int pointerSize)
    {
        var laid = new LaidHeap(pointerSize);
        for (var i = 0; i < 5; i++)
            laid.Text("again");
        laid.Text("once");
        laid.Text("");
        laid.List(size: 0, array: laid.Array(0));
        laid.List(size: 1, array: laid.Array(20, set: 1));
        laid.List(size: 15, array: laid.Array(20, set: 15));
        var subscriber = laid.Plain();
        laid.Publisher(laid.Multicast(laid.Delegate(subscriber), laid.Delegate(subscriber), laid.Delegate(0)));

        var report = laid.Look();

        Assert.True(report.Complete, report.IncompleteReason);
        Assert.Equal((7, 1), (report.Strings.Strings, report.Strings.DuplicatedValues));
        Assert.Equal((5, 4L), (report.Strings.Top[0].Length, report.Strings.Top[0].Count - 1));
        var lists = Assert.Single(report.Collections);
        Assert.Equal((3, 1, 1), (lists.Count, lists.Empty, lists.Sparse));
        Assert.Equal(laid.ListBytes + 19 * pointerSize, lists.WastedBytes);
        Assert.Equal((2, 1, 19 * pointerSize), (report.Arrays[0].Count, report.Arrays[0].Sparse, report.Arrays[0].WastedBytes));
        Assert.Equal([("Plain", 2L), ("(static)", 1L)], report.Subscriptions.Select(row => (row.Subscriber, row.Count)));
        Assert.Equal([("Plain", 2L), ("(static)", 1L)], report.Delegates.Select(row => (row.Target, row.Count)));
    }

    [Fact]
    public void A_string_larger_than_a_block_is_hashed_whole()
    {
        var laid = new LaidHeap(8, 8 << 20);
        var text = new string('x', 700_000);
        laid.Text(text);
        laid.Text("short");
        laid.Text(text);
        laid.Text(text[..^1] + "y");

        var report = laid.Look();

        Assert.True(report.Complete, report.IncompleteReason);
        Assert.Equal((700_000, 2L), Assert.Single(report.Strings.Top.Select(row => (row.Length, row.Count))));
    }

    [Theory]
    [InlineData(1_000, 1.0, 1.0)]
    [InlineData(20, 0.01, 0.99)]
    public void Where_there_is_no_time_for_another_pass_duplicates_are_an_estimate_with_its_error_and_that_is_said(int mostValues, double leastPart, double mostPart)
    {
        var laid = new LaidHeap(8, 1 << 20);
        for (var i = 0; i < 2_000; i++)
            laid.Text(i < 1_800 ? $"once {i:D4}" : $"five {i % 40:D4}");
        const long Wasted = 40 * 4 * 40; // 40 values, 5 copies, 22 + 18 bytes

        var report = laid.Look(mostValues: mostValues, longest: TimeSpan.Zero);

        Assert.Equal((false, false), (report.Complete, report.Strings.Exact));
        Assert.Contains($"all waste {report.Strings.Estimate!.LeastBytes} to {report.Strings.Estimate.MostBytes} bytes", report.IncompleteReason, StringComparison.Ordinal);
        Assert.InRange(report.Strings.Estimate.Part, leastPart, mostPart);
        Assert.InRange(Wasted, report.Strings.Estimate.LeastBytes, report.Strings.Estimate.MostBytes);
        Assert.InRange(report.Strings.WastedBytes, 1, Wasted);
        Assert.True(laid.Look(mostValues: mostValues).Strings is { Exact: true, WastedBytes: Wasted, DuplicatedValues: 40, Estimate: null });
    }

    [Fact]
    public void Large_objects_are_seen_whole_though_only_their_heads_are_stepped_over()
    {
        var laid = new LaidHeap(8, 8 << 20);
        laid.Array(300_000, set: 10);
        laid.Text(new string('z', 100_000));
        laid.Text(new string('z', 100_000));

        var report = laid.Look(HeapGeneration.Loh);

        Assert.True(report.Complete, report.IncompleteReason);
        Assert.Equal((1, 299_990 * 8L), (report.Arrays[0].Sparse, report.Arrays[0].WastedBytes));
        Assert.Equal(2, report.Strings.Top[0].Count);
    }

    [Fact]
    public void Memory_that_ends_early_is_said_and_what_was_before_is_counted()
    {
        var laid = new LaidHeap(8);
        for (var i = 0; i < 50; i++)
            laid.Text("again");
        var end = laid.Image.Next;
        for (var i = 0; i < 50; i++)
            laid.Text("again");
        laid.Image.ReadableTo = end;

        var report = laid.Look();

        Assert.False(report.Complete);
        Assert.Contains($"0x{end:x}", report.IncompleteReason, StringComparison.Ordinal);
        Assert.Equal(50, report.Strings.Strings);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Any_mutated_heap_is_looked_at_to_an_end(int pointerSize)
    {
        var random = new Random(20_261_124);
        for (var round = 0; round < 3_000; round++)
        {
            var laid = new LaidHeap(pointerSize, 1 << 14);
            while (laid.Image.Next < laid.Image.Bytes.Length - 2_048)
                laid.Any(random);
            for (var flips = random.Next(1, 30); flips > 0; flips--)
                laid.Image.Bytes[random.Next(0x1000, laid.Image.Next)] ^= (byte)(1 << random.Next(8));

            var report = laid.Look((HeapGeneration)random.Next(6), mostValues: random.Next(1, 10));

            Assert.True(report.Strings.WastedBytes >= 0 && report.Objects >= 0);
            Assert.All(report.Collections, row => Assert.True(row.WastedBytes >= 0));
            Assert.All(report.Arrays, row => Assert.True(row.WastedBytes >= 0));
            Assert.Equal(report.Complete, report.IncompleteReason is null);
        }
    }

    /// <summary>Builds the objects that insights are about, with layouts of its own.</summary>
    private sealed class LaidHeap : ITypeSource
    {
        private const string Module = "Example";
        private readonly int _pointerSize;
        private readonly Dictionary<ulong, TypeLayout> _layouts = [];
        private readonly ulong _string, _list, _array, _plain, _delegate, _publisher;

        public LaidHeap(int pointerSize, int bytes = 1 << 16)
        {
            _pointerSize = pointerSize;
            Image = new HeapImage(pointerSize, bytes);
            _string = Type("System.String", (uint)(2 * pointerSize + 4 + 2), 2);
            _list = Type("System.Collections.Generic.List<Plain>", (uint)ListBytes, 0, null, new FieldLayout("_items", pointerSize, false), new FieldLayout("_size", 2 * pointerSize, false));
            _array = Type("Plain[]", (uint)(pointerSize == 8 ? 24 : 12), (ushort)pointerSize, isArray: true);
            _plain = Type("Plain", (uint)(3 * pointerSize));
            _delegate = Type(
                "Handler", (uint)(5 * pointerSize), 0, "System.MulticastDelegate", new FieldLayout("_target", pointerSize, false),
                new FieldLayout("_invocationList", 2 * pointerSize, false), new FieldLayout("_invocationCount", 3 * pointerSize, false));
            _publisher = Type("Publisher", (uint)(3 * pointerSize), 0, null, new FieldLayout("Changed", pointerSize, true));
        }

        public HeapImage Image { get; }

        public int ListBytes => 4 * _pointerSize;

        public TypeLayout? Layout(ulong methodTable) => _layouts.GetValueOrDefault(methodTable);

        public void Text(string text)
        {
            var at = Image.AddObject(_string, Align(2 * _pointerSize + 4 + 2 + 2 * text.Length), (uint)text.Length);
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(Image.Bytes.AsSpan(at + _pointerSize + 4));
        }

        public int Plain() => Image.AddObject(_plain, 3 * _pointerSize);

        public int Array(int length, int set = 0, params ReadOnlySpan<int> elements)
        {
            var at = Image.AddObject(_array, Align((_pointerSize == 8 ? 24 : 12) + length * _pointerSize), (uint)length);
            for (var i = 0; i < set; i++)
                Image.WritePointer(at + (2 + i) * _pointerSize, i < elements.Length ? (ulong)elements[i] : 0x7777_0000);
            return at;
        }

        public void List(int size, int array)
        {
            var at = Image.AddObject(_list, ListBytes);
            Image.WritePointer(at + _pointerSize, (ulong)array);
            BitConverter.TryWriteBytes(Image.Bytes.AsSpan(at + 2 * _pointerSize), size);
        }

        public int Delegate(int target)
        {
            var at = Image.AddObject(_delegate, 5 * _pointerSize);
            Image.WritePointer(at + _pointerSize, (ulong)target);
            return at;
        }

        public int Multicast(params int[] delegates)
        {
            var list = Array(4, delegates.Length, delegates);
            var at = Delegate(0);
            Image.WritePointer(at + 2 * _pointerSize, (ulong)list);
            Image.WritePointer(at + 3 * _pointerSize, (ulong)delegates.Length);
            return at;
        }

        public void Publisher(int subscribed) => Image.WritePointer(Image.AddObject(_publisher, 3 * _pointerSize) + _pointerSize, (ulong)subscribed);

        public void Any(Random random)
        {
            switch (random.Next(5))
            {
                case 0: Text(new string((char)('a' + random.Next(3)), random.Next(20))); break;
                case 1: List(random.Next(12), Array(random.Next(12), 3)); break;
                case 2: Publisher(Multicast(Delegate(Plain()), Delegate(0))); break;
                case 3: Publisher(Delegate(Plain())); break;
                default: Array(random.Next(30), 2, 0x8000, 0x9000); break;
            }
        }

        public InsightsReport Look(HeapGeneration generation = HeapGeneration.Gen2, int mostValues = 1_000, TimeSpan? longest = null)
        {
            var plan = new WalkPlan(_pointerSize, [new WalkRange(HeapImage.HeapAt, Image.NextAddress, generation)], []);
            var insights = new HeapInsights(Image, plan, freeTable: 1, this, salt: 7, new InsightsOptions { MostValues = mostValues });
            insights.Run(longest, TestContext.Current.CancellationToken);
            return insights.Report();
        }

        private ulong Type(string name, uint baseSize, ushort componentSize = 0, string? ancestor = null, params FieldLayout[] fields) =>
            Type(name, baseSize, componentSize, isArray: false, ancestor, fields);

        private ulong Type(string name, uint baseSize, ushort componentSize, bool isArray, string? ancestor = null, params FieldLayout[] fields)
        {
            var table = Image.AddTable(baseSize, componentSize);
            string[] ancestry = ancestor is null ? [name] : [name, ancestor, "System.Delegate"];
            _layouts.Add(table, new TypeLayout(new TypeKey(name, Module), ancestry, isArray, new Lazy<IReadOnlyList<FieldLayout>>(fields)));
            return table;
        }

        private int Align(int size) => (size + _pointerSize - 1) / _pointerSize * _pointerSize;
    }
}
