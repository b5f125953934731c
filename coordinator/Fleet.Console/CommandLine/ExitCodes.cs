namespace Fleet.Console.CommandLine;

/// <summary>What scripts go by.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;
}
