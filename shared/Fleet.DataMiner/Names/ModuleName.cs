namespace Fleet.DataMiner.Names;

/// <summary>Brings the many spellings of a module's name to one.</summary>
public static class ModuleName
{
    private const string Extension = ".dll";

    /// <summary>
    /// The simple name: no folder, no display-name tail (<c>, Version=…</c>), no <c>.dll</c>. Assemblies that were loaded from bytes
    /// have display names where others have paths. Never fails; what has no name stays empty.
    /// </summary>
    public static string Normalise(string? module)
    {
        if (string.IsNullOrEmpty(module))
            return "";

        var name = module.AsSpan();
        // Both separators, whatever we run on: Windows dumps are read on Linux.
        name = name[(name.LastIndexOfAny('/', '\\') + 1)..];
        if (name.IndexOf(',') is >= 0 and var comma)
            name = name[..comma];
        name = name.Trim();
        if (name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            name = name[..^Extension.Length];

        return name.Length == module.Length ? module : name.ToString();
    }
}
