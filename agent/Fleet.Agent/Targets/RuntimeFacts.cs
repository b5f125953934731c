namespace Fleet.Agent.Targets;

/// <summary>What is known of the runtime in a process without attaching to it.</summary>
/// <param name="Bits">32 or 64.</param>
/// <param name="Flavor"><c>.NET</c>, <c>.NET Framework</c>, or empty.</param>
/// <param name="Version">Empty when not known.</param>
/// <param name="UnreadableReason">Why the process can't be looked at, with the remedy; empty when it can.</param>
internal sealed record RuntimeFacts(int Bits, string Flavor, string Version, string UnreadableReason)
{
    /// <summary>.NET since Core.</summary>
    public const string Core = ".NET";

    /// <summary>.NET Framework.</summary>
    public const string Framework = ".NET Framework";

    /// <summary>A runtime was found and may be looked at: asking again would tell nothing new.</summary>
    public bool IsSettled => Flavor.Length > 0 && UnreadableReason.Length == 0;

    /// <summary>The major version; 0 when not known.</summary>
    public int Major => System.Version.TryParse(Version.Split('-', '+')[0], out var version) ? version.Major : 0;
}
