using Microsoft.CodeAnalysis;

namespace SLScripting.QActions;

/// <summary>What every QAction may use without importing it: the framework, and DataMiner's scripting interfaces.</summary>
internal sealed class FrameworkReferences
{
    private static readonly string s_folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly Lazy<IReadOnlyList<MetadataReference>> _all = new(Load);

    /// <summary>The references, read when the first QAction is compiled.</summary>
    public IReadOnlyList<MetadataReference> All => _all.Value;

    /// <summary>Whether an imported file is one of the framework's.</summary>
    public static bool Has(string file) => File.Exists(Path.Combine(s_folder, Path.GetFileName(file)));

    private static List<MetadataReference> Load()
    {
        // The façades of .NET Framework's names forward to many small assemblies, so all of them are needed.
        var files = Directory.EnumerateFiles(s_folder, "*.dll")
            .Where(file => Path.GetFileName(file) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll")
                && !name.EndsWith(".Native.dll", StringComparison.Ordinal));
        return [.. files.Append(typeof(FrameworkReferences).Assembly.Location).Select(file => MetadataReference.CreateFromFile(file))];
    }
}
