namespace HeapShapes;

/// <summary>
/// Tenured memory with holes of all sizes that collections of generation 1 fill again: every other object of it dies, and survivors
/// come in at any time.
/// </summary>
public static class Fragmented
{
    private static readonly List<byte[]> Kept = [];

    public static void Build(int count)
    {
        var random = new Random(7);
        var all = new byte[count / 10][];
        for (var i = 0; i < all.Length; i++)
            all[i] = new byte[random.Next(0, 600)];
        GC.Collect();
        GC.Collect();
        for (var i = 0; i < all.Length; i += 2)
            Kept.Add(all[i]);
        all = [];
        // Swept, not compacted: the holes stay.
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
        GC.KeepAlive(all);
    }
}
