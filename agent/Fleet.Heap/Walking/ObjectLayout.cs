namespace Fleet.Heap.Walking;

/// <summary>Sizes that follow from the pointer size.</summary>
/// <param name="PointerSize">4 or 8.</param>
internal readonly record struct ObjectLayout(int PointerSize)
{
    /// <summary>Bytes of the smallest object: header, method table and one field.</summary>
    public uint SmallestObject => (uint)PointerSize * 3;

    /// <summary>
    /// Bytes of the smallest free object that the collector puts something into: below twice the smallest object, it does not even list it
    /// (min_free_list in the collector's source, gcpriv.h).
    /// </summary>
    public uint SmallestUsableFreeObject => SmallestObject * 2;

    /// <summary>Bytes from an object's address that a walk needs: method table and array length.</summary>
    public int HeaderBytes => PointerSize + sizeof(uint);

    /// <summary>Objects start at multiples of this; large and pinned ones at 8 on 32 bits too.</summary>
    public uint Alignment(HeapGeneration generation) =>
        PointerSize == 8 || generation is HeapGeneration.Loh or HeapGeneration.Poh ? 8u : 4u;
}
