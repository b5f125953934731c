using System.Runtime.CompilerServices;

namespace Fleet.Heap.Retention.Dominators;

/// <summary>Very many numbers, added one by one without ever being copied.</summary>
internal sealed class IntList
{
    private const int BlockShift = 18;
    private const int BlockLength = 1 << BlockShift;

    private readonly List<int[]> _blocks = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _blocks[index >> BlockShift][index & (BlockLength - 1)];
    }

    /// <summary>Adds one.</summary>
    /// <exception cref="OverflowException">There are 2³¹ already.</exception>
    public void Add(int value)
    {
        if ((Count & (BlockLength - 1)) == 0)
            _blocks.Add(GC.AllocateUninitializedArray<int>(BlockLength));
        _blocks[^1][Count & (BlockLength - 1)] = value;
        Count = checked(Count + 1);
    }
}
