namespace Fleet.Heap.Walking;

/// <summary>What a walk needs of a method table, and enough of it to see later whether it still is the same.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="BaseSize">Bytes of an object without array elements, header included.</param>
/// <param name="ComponentSize">Bytes of an array element or character; 0 for what is no array and no string.</param>
/// <param name="Fingerprint">Of its parent and module pointers.</param>
internal readonly record struct MethodTable(ulong Address, uint BaseSize, uint ComponentSize, ulong Fingerprint);
