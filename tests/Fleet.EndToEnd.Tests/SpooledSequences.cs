using System.Globalization;
using System.Text.RegularExpressions;
using Fleet.LocalCluster;

namespace Fleet.EndToEnd.Tests;

/// <summary>What an agent said it committed to its spool: one line in its log for each summary, written once the summary is on disk.</summary>
internal static partial class SpooledSequences
{
    /// <summary>In the order of the log.</summary>
    public static IReadOnlyList<long> ToldBy(ChildProcess agent) =>
        [.. Line().Matches(agent.Output).Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"paused [0-9.]+ ms, summary (\d+)")]
    private static partial Regex Line();
}
