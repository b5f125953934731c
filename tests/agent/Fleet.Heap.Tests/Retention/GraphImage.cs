using System.Buffers.Binary;
using Fleet.Contracts.Heap;
using Fleet.Heap.Retention;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Paths;
using Fleet.Heap.Retention.Roots;
using Fleet.Heap.Tests.Walking;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Tests.Retention;

/// <summary>A heap laid out by a test whose types describe their references, in the layout of 32 or 64 bits.</summary>
internal sealed class GraphImage(int pointerSize, int bytes = 1 << 16) : ITypeNaming
{
    private const uint HasComponentSize = 0x8000_0000;
    private const uint ContainsReferences = 0x0100_0000;

    private readonly Dictionary<ulong, TypeFacts> _types = [];
    private int _nextTable = 0x1000;

    public HeapImage Image { get; } = new(pointerSize, bytes);

    public RootSet Roots { get; } = new();

    public List<WalkRange> Ranges { get; } = [];

    /// <summary>A type with as many reference fields, and nothing else.</summary>
    public ulong AddClass(string name, int references, ulong allocator = 0) => AddTable(
        name, (uint)(pointerSize * Math.Max(3, 2 + references)), 0, references > 0, allocator,
        references > 0 ? [references * pointerSize - pointerSize * Math.Max(3, 2 + references), pointerSize, 1] : []);

    /// <summary>An array of references.</summary>
    public ulong AddArray(string name) =>
        AddTable(name, (uint)pointerSize * 3, (ushort)pointerSize, true, 0, [-pointerSize * 3, 2 * pointerSize, 1]);

    /// <summary>An array of structures of one number, a reference, two numbers and two references, each as wide as a pointer.</summary>
    public ulong AddArrayOfStructures(string name) => AddTable(
        name, (uint)pointerSize * 3, (ushort)(6 * pointerSize), true, 0,
        [Pair(2, pointerSize), Pair(1, 2 * pointerSize), 3 * pointerSize, -2]);

    /// <summary>A type whose description is written word by word, the lowest address first.</summary>
    public ulong AddTable(string name, uint baseSize, ushort componentSize, bool hasReferences, ulong allocator, long[] description)
    {
        var at = _nextTable + description.Length * pointerSize;
        at = (at + 7) & ~7;
        for (var i = 0; i < description.Length; i++)
            Image.WritePointer(at - (description.Length - i) * pointerSize, (ulong)description[i]);
        BinaryPrimitives.WriteUInt32LittleEndian(
            Image.Bytes.AsSpan(at), (componentSize > 0 ? HasComponentSize | componentSize : 0) | (hasReferences ? ContainsReferences : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(Image.Bytes.AsSpan(at + 4), baseSize);
        _nextTable = at + 64;
        _types.Add((ulong)at, new TypeFacts(new TypeKey(name, "test"), allocator));
        return (ulong)at;
    }

    /// <summary>Two halves of a word: references, then bytes to skip.</summary>
    public long Pair(int references, int skip) => (uint)references | ((long)skip << (pointerSize * 4));

    /// <summary>An object; returns its address.</summary>
    public int Add(ulong table, params ReadOnlySpan<int> references)
    {
        var at = Image.AddObject(table, pointerSize * Math.Max(3, 2 + references.Length));
        for (var i = 0; i < references.Length; i++)
            Set(at, i, references[i]);
        return at;
    }

    /// <summary>An array of references.</summary>
    public int AddArray(ulong table, params ReadOnlySpan<int> references)
    {
        var at = Image.AddObject(table, (3 + references.Length) * pointerSize, (uint)references.Length);
        for (var i = 0; i < references.Length; i++)
            Set(at, i + 1, references[i]);
        return at;
    }

    /// <summary>Writes a reference into the n-th word behind an object's method table.</summary>
    public void Set(int at, int field, long target) => Image.WritePointer(at + (field + 1) * pointerSize, (ulong)target);

    public void AddStatic(string name, int target) => Roots.AddStatic(new RootName(RootKind.Static, name, "test"), (ulong)(0x100 + target), (ulong)target, 0);

    public ObjectGraph Graph() => new(
        new PagedMemory(Image), new WalkPlan(pointerSize, Ranges.Count > 0 ? Ranges : [new WalkRange(HeapImage.HeapAt, Image.NextAddress, HeapGeneration.Gen2)], []), 0, this);

    public RetentionReport Report(RetentionOptions? options = null) =>
        RetentionLook.Take(Graph(), Roots, options ?? new RetentionOptions(), TestContext.Current.CancellationToken);

    TypeFacts? ITypeNaming.Of(ulong methodTable) => _types.TryGetValue(methodTable, out var facts) ? facts : null;

    /// <summary>A path as one line: root, steps, objects.</summary>
    public static string Line(RetentionPath path) =>
        $"{path.Root.Name} > {string.Join(" > ", path.Steps.Select(step => step.Name + (step.Repeats ? "*" : "")))} = {path.Objects}";
}
