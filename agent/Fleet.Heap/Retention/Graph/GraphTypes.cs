using System.Runtime.CompilerServices;
using Fleet.Contracts.Heap;
using Fleet.Heap.Walking;

namespace Fleet.Heap.Retention.Graph;

/// <summary>The types of one heap, each read when an object of it is met first.</summary>
internal sealed unsafe class GraphTypes(PagedMemory memory, int pointerSize, ulong freeTable, ITypeNaming naming, GraphDamage damage)
{
    private const uint HasComponentSize = 0x8000_0000;
    private const uint ContainsReferences = 0x0100_0000;
    private const uint LargestBaseSize = 0x4000_0000;

    private readonly Dictionary<ulong, GraphType?> _types = [];
    private readonly Dictionary<TypeKey, int> _numbers = [];
    private readonly List<TypeKey> _names = [];
    private GraphType? _latest;

    /// <summary>Names by number.</summary>
    public IReadOnlyList<TypeKey> Names => _names;

    /// <summary>The type of a method table; null when it is none, or that of free memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GraphType? Of(ulong methodTable)
    {
        if (_latest is { } latest && latest.MethodTable == methodTable)
            return latest;

        if (!_types.TryGetValue(methodTable, out var type))
            _types.Add(methodTable, type = Read(methodTable));
        if (type is not null)
            _latest = type;
        return type;
    }

    // What was read of an object by the caller is gone after this: the memory holds one answer at a time.
    private GraphType? Read(ulong address)
    {
        if (address < 0x1000 || address % (uint)pointerSize != 0 || address == freeTable)
            return null;

        var head = memory.At(address, 8);
        if (head is null)
            return null;

        var flags = *(uint*)head;
        var baseSize = *(uint*)(head + 4);
        if (baseSize < new ObjectLayout(pointerSize).SmallestObject - 2 * sizeof(char) || baseSize > LargestBaseSize)
            return null;
        if (naming.Of(address) is not { } facts)
            return null;

        var componentSize = (flags & HasComponentSize) != 0 ? flags & 0xFFFF : 0;
        var references = (flags & ContainsReferences) != 0 ? ReadMap(address, baseSize, componentSize, facts.Key) : null;
        return new GraphType(address, NumberOf(facts.Key), baseSize, componentSize, references, facts.LoaderAllocator);
    }

    private ReferenceMap? ReadMap(ulong address, uint baseSize, uint componentSize, TypeKey key)
    {
        var number = memory.At(address - (ulong)pointerSize, pointerSize);
        var bytes = number is null ? 0 : ReferenceMap.BytesOf(pointerSize == 8 ? *(long*)number : *(int*)number, pointerSize);
        var before = bytes == 0 || address < (ulong)bytes ? null : memory.At(address - (ulong)bytes, bytes);
        if (before is null)
        {
            damage.Add(address, $"the references of {key.Name} are not described; they were not followed");
            return null;
        }

        var map = ReferenceMap.Parse(new ReadOnlySpan<byte>(before, bytes), pointerSize, baseSize, componentSize);
        if (map is null)
            damage.Add(address, $"the description of the references of {key.Name} makes no sense; they were not followed");
        return map;
    }

    private int NumberOf(TypeKey key)
    {
        if (!_numbers.TryGetValue(key, out var number))
        {
            _numbers.Add(key, number = _names.Count);
            _names.Add(key);
        }

        return number;
    }
}
