namespace Fleet.Heap;

/// <summary>How a heap was read, as its summary says it.</summary>
public static class HeapReadMethod
{
    /// <summary>The process stood still for the whole of the walk.</summary>
    public const string Suspended = "suspended";

    /// <summary>Tenured memory was read while the process ran, the rest while it stood still, and it is proven that the former still held.</summary>
    public const string Concurrent = "concurrent";

    /// <summary>As concurrent, without the proof: what may be wrong is stated.</summary>
    public const string Estimate = "estimate";

    /// <summary>A copy-on-write clone of the process was read.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>A dump was read.</summary>
    public const string Dump = "dump";
}
