using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Wire;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Tests.Service;

/// <summary>What a coordinator of a small cluster would answer.</summary>
internal static class Samples
{
    public const long MB = 1 << 20;
    public const long GB = 1 << 30;
    public const string LeakingType = "System.Collections.Generic.Dictionary<System.UInt32, Acme.Traps.TrapRow>";

    public static readonly DateTimeOffset Start = new(2026, 3, 3, 5, 0, 0, TimeSpan.Zero);

    public static Instance Process(int pid) => new()
    {
        NodeId = "9f2c",
        Pid = pid,
        StartedAt = Start.ToTimestamp(),
        ProcessName = "SLScripting",
        Bits = 32,
    };

    public static string IdOf(int pid) => $"9f2c/{pid}/20260303T050000000Z";

    public static Incident Leak() => new()
    {
        Id = "L7K2",
        State = IncidentState.Open,
        Kind = "managed",
        Type = LeakingType,
        Module = "Generic Trap Receiver.1.0.0.4.QAction.7",
        Protocol = "Generic Trap Receiver",
        ProtocolVersions = { "1.0.0.4" },
        Qaction = "7",
        RelatedTypes = { "System.String", "System.Byte[]" },
        Instances =
        {
            new IncidentInstance
            {
                InstanceId = IdOf(4242), NodeName = "dma-07", Instance = Process(4242), Count = 1_440_082, Bytes = 121 * MB,
                BytesPerHour = new Estimate { Estimate_ = 30 * MB, Low = 28 * MB, High = 33 * MB },
                TypeBytesPerHour = new Estimate { Estimate_ = 20 * MB, Low = 18 * MB, High = 22 * MB },
            },
            new IncidentInstance
            {
                InstanceId = IdOf(77), NodeName = "dma-08", Instance = Process(77), Count = 500, Bytes = 64 * 1024,
                BytesPerHour = new Estimate { Estimate_ = 11 * MB, Low = 10 * MB, High = 11.5 * MB },
            },
        },
        BytesPerHour = new Estimate { Estimate_ = 41 * MB, Low = 38 * MB, High = 44 * MB },
        TimeToLimit = new TimeToLimit { InstanceId = IdOf(4242), Hours = new Estimate { Estimate_ = 9, Low = 7, High = 12 }, LimitBytes = 2 * GB },
        ExplainedBy = new Explanation
        {
            Attribute = "protocolVersion",
            Value = "Generic Trap Receiver 1.0.0.4",
            LeakingWith = 2,
            With = 2,
            LeakingWithout = 0,
            Without = 28,
            PValue = 1e-9,
        },
        DetectedAt = Ago(TimeSpan.FromHours(5)),
        UpdatedAt = Ago(TimeSpan.FromMinutes(3)),
        Confidence = 0.98,
        Holders = { "static TrapReceiver.Rows -> Dictionary<UInt32, TrapRow>" },
        Evidence = { "grew at 38 of 40 looks", "floor after collections rises 30 MB/h" },
        Advice = { "Isolate Generic Trap Receiver." },
    };

    /// <summary>A QAction that is compiled again and again.</summary>
    public static Incident Recompiled() => new()
    {
        Id = "R3C0",
        State = IncidentState.Open,
        Kind = "assemblies",
        Protocol = "Generic Trap Receiver",
        ProtocolVersions = { "1.0.0.4" },
        Qaction = "7",
        Culprit = "Generic Trap Receiver.1.0.0.4.QAction.7",
        Instances =
        {
            new IncidentInstance
            {
                InstanceId = IdOf(4242), NodeName = "dma-07", Instance = Process(4242), Count = 1812,
                BytesPerHour = new Estimate(), CountPerHour = new Estimate { Estimate_ = 36, Low = 34.5, High = 38 },
            },
        },
        BytesPerHour = new Estimate(),
        CountPerHour = new Estimate { Estimate_ = 36, Low = 34.5, High = 38 },
        DetectedAt = Ago(TimeSpan.FromHours(5)),
        UpdatedAt = Ago(TimeSpan.FromMinutes(3)),
        Confidence = 0.9,
    };

    public static FleetInstance Instance() => new()
    {
        Id = IdOf(4242),
        NodeName = "dma-07",
        Instance = Process(4242),
        Running = true,
        RuntimeFlavor = ".NET Framework",
        RuntimeVersion = "4.8",
        Protocols = { new HostedProtocol { Name = "Generic Trap Receiver", Version = "1.0.0.4", Elements = 12 } },
        Memory = new MemorySample { At = Ago(TimeSpan.FromSeconds(5)), PrivateBytes = 3 * GB / 2, ManagedBytes = GB, LimitBytes = 2 * GB },
        LastLookAt = Ago(TimeSpan.FromMinutes(10)),
        Looks = 40,
        NodeConnected = true,
        NodeLastSeen = Ago(TimeSpan.FromSeconds(5)),
    };

    public static GetTrendResponse Trend()
    {
        var response = new GetTrendResponse();
        response.Series.Add(Series("dma-07", 4242, i => (20 * MB) + (i * 5 * MB), "growing", 20 * MB));
        response.Series.Add(Series("dma-08", 77, i => (40 * MB) + (i % 3 * 4 * MB), "flat", 0.1 * MB));
        return response;
    }

    public static Timestamp Ago(TimeSpan age) => (TimeProvider.System.GetUtcNow() - age).ToTimestamp();

    private static TrendSeries Series(string node, int pid, Func<int, long> bytes, string verdict, double rate)
    {
        var series = new TrendSeries
        {
            InstanceId = IdOf(pid),
            NodeName = node,
            Type = LeakingType,
            Module = "m",
            Verdict = verdict,
            BytesPerHour = new Estimate { Estimate_ = rate, Low = rate * 0.9, High = rate * 1.1 },
        };
        for (var i = 0; i < 25; i++)
        {
            series.Points.Add(new TrendPoint { At = Start.AddMinutes(15 * i).ToTimestamp(), Count = 1000 + i, Bytes = bytes(i) });
        }

        return series;
    }
}
