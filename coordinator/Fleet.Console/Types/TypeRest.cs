using Fleet.Console.Rendering;
using Spectre.Console;

namespace Fleet.Console.Types;

/// <summary>Says how much of a table was left out.</summary>
internal static class TypeRest
{
    public static void Rest(this IAnsiConsole console, int shown, int total)
    {
        if (shown < total)
        {
            console.Say($"{Units.Count(total - shown)} more types; --top 0 shows all.", Palette.Faint);
        }
    }
}
