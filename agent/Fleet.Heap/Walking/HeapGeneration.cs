namespace Fleet.Heap.Walking;

/// <summary>Where an object lives; the values index tallies.</summary>
internal enum HeapGeneration
{
    Gen0,
    Gen1,
    Gen2,
    Loh,
    Poh,
    Frozen,
}
