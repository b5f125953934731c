namespace HeapShapes;

/// <summary>A heap full of strings: many different values, of which some are there twice, and one that is there very often.</summary>
public static class Texts
{
    public const int Length = 16;
    public const int FewRepeated = 100; // one of so many is there twice
    public const int AllRepeated = 1;
    public const int OftenCopies = 10_000;
    public const int OftenLength = 40;

    private static readonly List<string[]> Roots = [];

    /// <summary>Builds it.</summary>
    /// <param name="values">Different values of <see cref="Length"/>.</param>
    /// <param name="repeated">One of so many is there twice.</param>
    public static void Build(int values, int repeated)
    {
        Roots.Add(Made(values, 1));
        Roots.Add(Made(values / repeated, repeated));
        var often = new string[OftenCopies];
        for (var i = 0; i < often.Length; i++)
            often[i] = new string('o', OftenLength);
        Roots.Add(often);
        GC.Collect();
        GC.Collect();
    }

    private static string[] Made(int count, int step)
    {
        var made = new string[count];
        for (var i = 0; i < made.Length; i++)
            made[i] = string.Create(Length, i * step, static (text, number) => number.TryFormat(text, out _, "D16", System.Globalization.CultureInfo.InvariantCulture));
        return made;
    }
}
