using Fleet.Console.Configuration;
using Spectre.Console;

namespace Fleet.Console.Rendering;

/// <summary>Makes the console for one stream: colours and movement for a terminal, plain text for anything else.</summary>
internal static class Screens
{
    public static IAnsiConsole Create(IAnsiConsoleOutput output, ColorChoice color)
    {
        var plain = color is ColorChoice.Never || (color is ColorChoice.Auto && !output.IsTerminal);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = color switch
            {
                ColorChoice.Always => AnsiSupport.Yes,
                _ when !output.IsTerminal => AnsiSupport.No,
                _ => AnsiSupport.Detect,
            },
            ColorSystem = plain ? ColorSystemSupport.NoColors
                : color is ColorChoice.Always ? ColorSystemSupport.EightBit
                : ColorSystemSupport.Detect,
            Interactive = output.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,

            // Build servers are not terminals, whatever their environment says.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
    }

    /// <summary>Whether somebody watches it: the place for progress that overwrites itself.</summary>
    public static bool IsLive(this IAnsiConsole console) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;

    /// <summary>Whether colours tell things apart on it.</summary>
    public static bool HasColors(this IAnsiConsole console) =>
        console.Profile.Capabilities.ColorSystem is not ColorSystem.NoColors;
}
