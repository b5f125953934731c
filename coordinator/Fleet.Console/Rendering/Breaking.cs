using System.Buffers;

namespace Fleet.Console.Rendering;

/// <summary>
/// Breaks a text over lines where a reader would: at spaces, else after what joins the parts of a name. Only a part that is wider than a line is
/// broken inside.
/// </summary>
internal static class Breaking
{
    private static readonly SearchValues<char> Joints = SearchValues.Create("<>,([.+/\\-_:;");

    /// <summary>The text with line ends put in, so that no line is wider than <paramref name="width"/> characters.</summary>
    public static string Fit(string text, int width)
    {
        if (width < 1 || text.Length <= width)
        {
            return text;
        }

        var lines = new List<string>();
        var rest = text;
        while (rest.Length > width)
        {
            var (end, next) = Break(rest, width);
            lines.Add(rest[..end]);
            rest = rest[next..];
        }

        lines.Add(rest);
        return string.Join('\n', lines);
    }

    // Where a line ends and the next one begins.
    private static (int End, int Next) Break(string text, int width)
    {
        var space = text.LastIndexOf(' ', width, width);
        if (space > 0)
        {
            return (space, space + 1);
        }

        var joint = text.AsSpan(0, width).LastIndexOfAny(Joints);
        return joint > 0 ? (joint + 1, joint + 1) : (width, width);
    }
}
