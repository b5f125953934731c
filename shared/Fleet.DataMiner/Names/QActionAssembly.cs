using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Fleet.DataMiner.Names;

/// <summary>What the name of a compiled QAction says: <c>[protocol].[version].QAction.[id]</c>.</summary>
/// <param name="Protocol">Name of the protocol; may hold dots and spaces.</param>
/// <param name="Version">For example <c>1.0.0.4</c> or <c>1.0.0.1_DEV</c>.</param>
/// <param name="QActionId">Digits, or <c>Helper</c> for the class of parameter ids that DataMiner generates.</param>
public sealed partial record QActionAssembly(string Protocol, string Version, string QActionId)
{
    private const string Infix = ".QAction.";
    private const int LongestName = 1024;

    /// <summary>Reads a module's name in any spelling that <see cref="ModuleName.Normalise"/> knows. False for every other module.</summary>
    public static bool TryParse(string? module, [NotNullWhen(true)] out QActionAssembly? assembly)
    {
        assembly = null;
        if (module is null || module.Length > LongestName || !module.Contains(Infix, StringComparison.Ordinal))
            return false;

        var match = Pattern().Match(ModuleName.Normalise(module));
        if (!match.Success)
            return false;

        assembly = new QActionAssembly(match.Groups["protocol"].Value, match.Groups["version"].Value, match.Groups["id"].Value);
        return true;
    }

    /// <summary>The name that SLScripting gives the assembly.</summary>
    public override string ToString() => $"{Protocol}.{Version}{Infix}{QActionId}";

    // The protocol is greedy: of "A.1.0.1.0.0.4.QAction.2" the version is the last four numbers.
    [GeneratedRegex(@"^(?<protocol>.+)\.(?<version>[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+[^.]*)\.QAction\.(?<id>[0-9]+|Helper)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
