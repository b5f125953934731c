namespace Fleet.Agent.Targets;

/// <summary>What a process may be called.</summary>
internal static class ProcessNames
{
    private const string DeletedMark = " (deleted)";
    private static readonly string[] s_extensions = [".exe", ".dll"];

    /// <summary>Every name, the one for people first; never empty.</summary>
    /// <param name="executable">Path of the image; null when not allowed to know it.</param>
    /// <param name="arguments">The command line, the program first.</param>
    /// <param name="shortName">The kernel's name, which may be cut.</param>
    public static IReadOnlyList<string> Of(string? executable, IReadOnlyList<string> arguments, string shortName)
    {
        if (executable?.EndsWith(DeletedMark, StringComparison.Ordinal) == true)
            executable = executable[..^DeletedMark.Length];

        var image = FileName(executable ?? (arguments.Count > 0 ? arguments[0] : shortName));
        List<string> names = [image];
        if (arguments.Count > 0)
            names.Add(FileName(arguments[0]));
        names.Add(shortName);

        // `dotnet App.dll` and `dotnet exec App.dll` are App.
        if (string.Equals(image, "dotnet", StringComparison.OrdinalIgnoreCase)
            && arguments.Skip(1).FirstOrDefault(a => a.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) is { } entry)
        {
            names.Insert(0, FileName(entry));
        }

        return [.. names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The last part of a path without <c>.exe</c> or <c>.dll</c>.</summary>
    public static string FileName(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        foreach (var extension in s_extensions)
        {
            if (name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return name[..^extension.Length];
        }

        return name;
    }
}
