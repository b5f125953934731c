namespace Fleet.Heap.Retention.Paths;

/// <summary>Objects that were found and whose own references are yet to be read. Grows by blocks, so that it never is copied, and gives them back as it is read.</summary>
internal sealed class Frontier(Stack<ulong[]> spare)
{
    private const int BlockLength = 8192;
    private const int MostSpare = 64;

    private readonly List<ulong[]> _blocks = [];
    private int _inLast;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _blocks.Count == 0;

    /// <summary>Blocks to be read.</summary>
    public int Blocks => _blocks.Count;

    /// <summary>Adds one.</summary>
    public void Add(ulong edge)
    {
        if (_blocks.Count == 0 || _inLast == BlockLength)
        {
            _blocks.Add(spare.Count > 0 ? spare.Pop() : GC.AllocateUninitializedArray<ulong>(BlockLength));
            _inLast = 0;
        }

        _blocks[^1][_inLast++] = edge;
    }

    /// <summary>What is in a block.</summary>
    public ReadOnlySpan<ulong> Block(int index) => _blocks[index].AsSpan(0, index == _blocks.Count - 1 ? _inLast : BlockLength);

    /// <summary>Gives a block back that was read.</summary>
    public void Release(int index)
    {
        if (spare.Count < MostSpare)
            spare.Push(_blocks[index]);
        _blocks[index] = [];
    }

    /// <summary>Forgets all; every block was given back.</summary>
    public void Clear()
    {
        _blocks.Clear();
        _inLast = 0;
    }
}
