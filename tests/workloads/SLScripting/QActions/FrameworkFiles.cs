namespace SLScripting.QActions;

/// <summary>What every QAction may use without importing it: the framework, and DataMiner's scripting interfaces.</summary>
internal static class FrameworkFiles
{
    private static readonly string s_folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Whether an imported file is one of the framework's.</summary>
    public static bool Has(string file) => File.Exists(Path.Combine(s_folder, Path.GetFileName(file)));

    /// <summary>Full paths. The façades of .NET Framework's names forward to many small assemblies, so all of them are needed.</summary>
    public static IEnumerable<string> All() => Directory.EnumerateFiles(s_folder, "*.dll")
        .Where(file => IsManaged(Path.GetFileName(file)))
        .Append(typeof(FrameworkFiles).Assembly.Location);

    private static bool IsManaged(string name) =>
        name is "mscorlib.dll" or "netstandard.dll"
        || (name.StartsWith("System.", StringComparison.Ordinal) && !name.EndsWith(".Native.dll", StringComparison.Ordinal));
}
