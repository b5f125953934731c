using Spectre.Console;

namespace Fleet.Console.Rendering;

/// <summary>A part of a whole as a bar of block characters, to an eighth of a character.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>As wide as <paramref name="width"/> says; a part beyond 0 to 1 is drawn as its nearest end.</summary>
    public static string Draw(double part, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(part, 0, 1) * width * 8);
        var bar = new string('█', eighths / 8);
        return (eighths % 8 is 0 ? bar : bar + Eighths[eighths % 8]).PadRight(width, '·');
    }

    /// <summary>How worrying it is that so much of something is used up.</summary>
    public static Style Severity(double part) => part switch
    {
        >= 0.85 => Palette.Bad,
        >= 0.7 => Palette.Warning,
        _ => Palette.Good,
    };
}
