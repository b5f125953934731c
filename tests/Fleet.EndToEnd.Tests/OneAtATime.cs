namespace Fleet.EndToEnd.Tests;

/// <summary>Each test runs half a dozen processes; two tests at once would only measure each other.</summary>
internal static class OneAtATime
{
    public const string Name = "one cluster at a time";
}
