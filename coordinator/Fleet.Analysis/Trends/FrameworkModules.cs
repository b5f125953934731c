namespace Fleet.Analysis.Trends;

/// <summary>Tells the modules of .NET itself, of .NET Framework too, from those of programs.</summary>
internal static class FrameworkModules
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "mscorlib", "netstandard", "System",
        "Microsoft.CSharp", "Microsoft.VisualBasic", "Microsoft.Win32.Primitives", "Microsoft.Win32.Registry",
        "PresentationCore", "PresentationFramework", "WindowsBase",
    };

    private static readonly string[] s_families = ["System.", "Microsoft.Extensions.", "Microsoft.AspNetCore."];

    /// <summary>True when the module comes with .NET.</summary>
    /// <param name="module">Normalised: no path, no <c>.dll</c>.</param>
    public static bool Has(string module) =>
        s_names.Contains(module) || s_families.Any(family => module.StartsWith(family, StringComparison.Ordinal));
}
