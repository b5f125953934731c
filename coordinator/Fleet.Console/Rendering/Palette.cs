using Spectre.Console;

namespace Fleet.Console.Rendering;

/// <summary>The few styles that Fleet writes in, by meaning.</summary>
internal static class Palette
{
    public static readonly Style Plain = Style.Plain;
    public static readonly Style Strong = new(decoration: Decoration.Bold);
    public static readonly Style Faint = new(Color.Grey);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Warning = new(Color.Yellow);
    public static readonly Style Bad = new(Color.Red);

    /// <summary>Colours that tell the lines of a chart apart, also for most of those who don't see red and green.</summary>
    public static readonly IReadOnlyList<Color> Series =
        [Color.DodgerBlue1, Color.Orange1, Color.SpringGreen3, Color.HotPink, Color.Gold1, Color.MediumPurple1, Color.Cyan1, Color.Red1];
}
