namespace Fleet.Console.Rendering;

/// <summary>Type names with less of their namespaces, or without, for places where a line must hold more than a name. A type's own name is never cut.</summary>
internal static class TypeNames
{
    /// <summary><c>System.Collections.Generic.List&lt;A.B.Row&gt;</c> becomes <c>List&lt;Row&gt;</c>; nested types keep their outer one.</summary>
    public static string Short(string name) => NameParts.WithoutNamespaces(name);

    /// <summary>
    /// The name in at most <paramref name="width"/> characters if that can be: whole, else with the middle of its namespaces left out
    /// (<c>System…List&lt;Acme…Row&gt;</c>), else without namespaces, broken over lines where even that is wider.
    /// </summary>
    public static string Fit(string name, int width)
    {
        if (name.Length <= width)
        {
            return name;
        }

        var elided = NameParts.Rename(name, Elide);
        return elided.Length <= width ? elided : Breaking.Fit(Short(name), width);
    }

    private static string Elide(ReadOnlySpan<char> part)
    {
        var (first, last) = (part.IndexOf('.'), part.LastIndexOf('.'));
        return first > 0 && last > first + 1 ? $"{part[..first]}…{part[(last + 1)..]}" : part.ToString();
    }
}
