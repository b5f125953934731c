using System.Text;

namespace Fleet.Console.Rendering;

/// <summary>Type names with less of their namespaces, or without, for places where a line must hold more than a name. A type's own name is never cut.</summary>
internal static class TypeNames
{
    /// <summary><c>System.Collections.Generic.List&lt;A.B.Row&gt;</c> becomes <c>List&lt;Row&gt;</c>; nested types keep their outer one.</summary>
    public static string Short(string name) => Rename(name, part => part[(part.LastIndexOf('.') + 1)..].ToString());

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

        var elided = Rename(name, Elide);
        return elided.Length <= width ? elided : Breaking.Fit(Short(name), width);
    }

    private static string Elide(ReadOnlySpan<char> part)
    {
        var (first, last) = (part.IndexOf('.'), part.LastIndexOf('.'));
        return first > 0 && last > first + 1 ? $"{part[..first]}…{part[(last + 1)..]}" : part.ToString();
    }

    private static string Rename(string name, Renaming rename)
    {
        var result = new StringBuilder(name.Length);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] is '<' or '>' or ',' or ' ' or '[' or ']' or '(' or ')')
            {
                result.Append(rename(name.AsSpan(start, i - start)));
                if (i < name.Length)
                {
                    result.Append(name[i]);
                }

                start = i + 1;
            }
        }

        return result.ToString();
    }

    private delegate string Renaming(ReadOnlySpan<char> part);
}
