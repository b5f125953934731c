using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Wire;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Tests.Service;

/// <summary>What a coordinator of a small cluster would answer.</summary>
internal static class Samples
{
    public const string LeakingType = "System.Collections.Generic.Dictionary<System.UInt32, Acme.Traps.TrapRow>";

    public static readonly DateTimeOffset Start = new(2026, 3, 3, 5, 0, 0, TimeSpan.Zero);

    public static Instance Process(int pid) => new()
    {
        NodeId = "9f2c", Pid = pid, StartedAt = Start.ToTimestamp(), ProcessName = "SLScripting", Bits = 32,
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
                InstanceId = IdOf(4242), NodeName = "dma-07", Instance = Process(4242), Count = 1_440_082, Bytes = 121_000_000,
                BytesPerHour = new Estimate { Estimate_ = 30e6, Low = 28e6, High = 33e6 },
            },
            new IncidentInstance
            {
                InstanceId = IdOf(77), NodeName = "dma-08", Instance = Process(77), Count = 500, Bytes = 64_000,
                BytesPerHour = new Estimate { Estimate_ = 11e6, Low = 10e6, High = 11.5e6 },
            },
        },
        BytesPerHour = new Estimate { Estimate_ = 41e6, Low = 38e6, High = 44e6 },
        TimeToLimit = new TimeToLimit { InstanceId = IdOf(4242), Hours = new Estimate { Estimate_ = 9, Low = 7, High = 12 }, LimitBytes = 2_000_000_000 },
        ExplainedBy = new Explanation
        {
            Attribute = "protocolVersion", Value = "Generic Trap Receiver 1.0.0.4", LeakingWith = 2, With = 2, LeakingWithout = 0, Without = 28, PValue = 1e-9,
        },
        DetectedAt = Ago(TimeSpan.FromHours(5)),
        UpdatedAt = Ago(TimeSpan.FromMinutes(3)),
        Confidence = 0.98,
        Holders = { "static TrapReceiver.Rows -> Dictionary<UInt32, TrapRow>" },
        Evidence = { "grew at 38 of 40 looks", "floor after collections rises 30 MB/h" },
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
        Memory = new MemorySample { At = Ago(TimeSpan.FromSeconds(5)), PrivateBytes = 1_500_000_000, ManagedBytes = 1_200_000_000, LimitBytes = 2_000_000_000 },
        LastLookAt = Ago(TimeSpan.FromMinutes(10)),
        Looks = 40,
    };

    public static GetTrendResponse Trend()
    {
        var response = new GetTrendResponse();
        response.Series.Add(Series("dma-07", 4242, i => 20_000_000 + (i * 5_000_000), "growing", 20e6));
        response.Series.Add(Series("dma-08", 77, i => 40_000_000 + (i % 3 * 4_000_000), "flat", 0.1e6));
        return response;
    }

    public static Timestamp Ago(TimeSpan age) => (TimeProvider.System.GetUtcNow() - age).ToTimestamp();

    private static TrendSeries Series(string node, int pid, Func<int, long> bytes, string verdict, double rate)
    {
        var series = new TrendSeries
        {
            InstanceId = IdOf(pid), NodeName = node, Type = LeakingType, Module = "m", Verdict = verdict,
            BytesPerHour = new Estimate { Estimate_ = rate, Low = rate * 0.9, High = rate * 1.1 },
        };
        for (var i = 0; i < 25; i++)
        {
            series.Points.Add(new TrendPoint { At = Start.AddMinutes(15 * i).ToTimestamp(), Count = 1000 + i, Bytes = bytes(i) });
        }

        return series;
    }
}
