using System.CommandLine;

namespace Fleet.Console.CommandLine;

/// <summary><c>--top N</c>: how many rows. A person reads a screenful, a script wants all.</summary>
internal static class TopOption
{
    private const int Screenful = 30;

    public static Option<int?> Create() => NumberOption.Create(
        "--top", "a number of rows, 0 for all", 0, $"How many rows; 0: all. Default: {Screenful}, with --json all.");

    /// <summary>The number of rows; 0 for all.</summary>
    public static int Rows(int? given, bool json) => given ?? (json ? 0 : Screenful);
}
