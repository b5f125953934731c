namespace Fleet.Heap.Insights.Types;

/// <summary>Tells what comes with .NET from what people write.</summary>
internal static class FrameworkModules
{
    /// <summary>Whether a module comes with .NET.</summary>
    /// <param name="module">Normalised name.</param>
    public static bool Has(string module) =>
        module is "mscorlib" or "System" or "netstandard" or "WindowsBase" or "PresentationCore" or "PresentationFramework"
        || module.StartsWith("System.", StringComparison.Ordinal) || module.StartsWith("Microsoft.", StringComparison.Ordinal);
}
