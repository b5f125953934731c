namespace Fleet.DataMiner.Names;

/// <summary>Tells the modules of .NET itself, of .NET Framework too, from those of programs.</summary>
public static class FrameworkModules
{
    /// <summary>True when the module comes with .NET.</summary>
    /// <param name="module">As <see cref="ModuleName.Normalise"/> gives it.</param>
    public static bool Has(string module) =>
        module is "mscorlib" or "System" or "netstandard" or "WindowsBase" or "PresentationCore" or "PresentationFramework"
        || module.StartsWith("System.", StringComparison.Ordinal)
        || module.StartsWith("Microsoft.", StringComparison.Ordinal);
}
