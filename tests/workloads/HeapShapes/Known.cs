namespace HeapShapes;

/// <summary>Objects whose number and size anybody can work out, on every heap there is. Static, so that nothing collects them.</summary>
public static class Known
{
    public const int DefaultCount = 123_457;
    public const int LargeArrays = 7;
    public const int LargeArrayBytes = 200_000;
    public const int PinnedArrays = 11;
    public const int PinnedArrayBytes = 1_000;
    public const int Lists = 500;
    public const int Strings = 4_321;

    private static readonly List<object> Roots = [];

    public static void Build(int count)
    {
        var tokens = new Token[count];
        for (var i = 0; i < count; i++)
            tokens[i] = new Token { Number = i };
        Roots.Add(tokens);

        var large = new LargeByte[LargeArrays][];
        for (var i = 0; i < LargeArrays; i++)
            large[i] = new LargeByte[LargeArrayBytes];
        Roots.Add(large);

        var pinned = new PinnedByte[PinnedArrays][];
        for (var i = 0; i < PinnedArrays; i++)
            pinned[i] = GC.AllocateArray<PinnedByte>(PinnedArrayBytes, pinned: true);
        Roots.Add(pinned);

        for (var i = 0; i < Lists; i++)
            Roots.Add(new List<Session<Token>> { new() { Of = tokens[i % count] } });
        for (var i = 0; i < Strings; i++)
            Roots.Add(new string('x', i % 50 + 1));

        Roots.Add(new Token[3, 4]);
        Roots.Add(Recompiled.LoadTwice());

        // Half of it tenured, a little in the middle, the rest young.
        GC.Collect();
        GC.Collect();
        for (var i = 0; i < 1_000; i++)
            Roots.Add(new MiddleAged());
        GC.Collect(0);
        for (var i = 0; i < 1_000; i++)
            Roots.Add(new Young());
    }
}

public sealed class Token
{
    public long Number { get; set; }
}

public sealed class Session<T>
{
    public T? Of { get; set; }
}

public sealed class MiddleAged
{
    public int Field { get; set; }
}

public sealed class Young
{
    public int Field { get; set; }
}

public struct LargeByte
{
    public byte Value { get; set; }
}

public struct PinnedByte
{
    public byte Value { get; set; }
}
