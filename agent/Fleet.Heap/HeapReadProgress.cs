namespace Fleet.Heap;

/// <summary>How far a walk has come.</summary>
/// <param name="BytesWalked">Bytes of the heap that were walked.</param>
/// <param name="BytesTotal">Bytes there are to walk.</param>
public readonly record struct HeapReadProgress(long BytesWalked, long BytesTotal);
