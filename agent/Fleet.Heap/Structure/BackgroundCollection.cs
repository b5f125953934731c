namespace Fleet.Heap.Structure;

/// <summary>How far a background collection is, that goes on while the program runs.</summary>
internal enum BackgroundCollection
{
    /// <summary>None runs.</summary>
    None,

    /// <summary>It marks what lives and changes no object.</summary>
    Marking,

    /// <summary>It turns dead tenured objects into free ones.</summary>
    Sweeping,
}
