using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>A fleet that was looked at every five minutes for a day, and what is suspected in it by then.</summary>
internal static class WatchedForADay
{
    public static readonly DateTimeOffset Now = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Start = Now.AddDays(-1);

    public static IReadOnlyList<Incident> Correlate(IReadOnlyList<Suspect> suspects, IReadOnlyList<InstanceStanding> census) =>
        new Correlator(new AnalysisOptions()).Correlate(suspects, census, [], Now);

    public static InstanceIdentity Instance(int pid, string? node = null) => new(node ?? $"dma-{pid}", pid, Start);

    public static Suspect Suspect(int pid, string type, string module, double rate = 1000) => new()
    {
        Instance = Instance(pid),
        Kind = LeakKind.Managed,
        Type = new TypeKey(type, module),
        BytesPerHour = new Interval(rate, 0.9 * rate, 1.1 * rate),
        PValue = 1e-9,
        Count = 100,
        Bytes = 6400,
        Since = Now.AddHours(-4),
    };

    public static InstanceStanding Standing(int pid, string protocol, string? other = null, string? node = null, long limit = 0) => new()
    {
        Instance = Instance(pid, node),
        ProcessName = "SLScripting",
        Protocols = other is null
            ? [new HostedProtocol(protocol, "1.0.0.4", 1)]
            : [new HostedProtocol(protocol, "1.0.0.4", 1), new HostedProtocol(other, "1.0.0.4", 1)],
        Memory = new MemorySample { At = Now, PrivateBytes = 1_500_000_000, LimitBytes = limit },
        FirstSeen = Start,
        LastSeen = Now,
        Summaries = 288,
        Judged = true,
    };
}
