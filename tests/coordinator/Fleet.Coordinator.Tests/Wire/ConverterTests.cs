using System.Text.Json;
using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Heap;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Leaks;
using Fleet.Coordinator.Leaks.Explanations;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Incident = Fleet.Analysis.Incidents.Incident;
using TimeToLimit = Fleet.Analysis.Incidents.TimeToLimit;

namespace Fleet.Coordinator.Tests.Wire;

/// <summary>What crosses between silos, and lies in grain state, comes out as it went in: calls within one silo would hide a loss.</summary>
public sealed class ConverterTests
{
    private readonly Serializer _serializer = new ServiceCollection()
        .AddSerializer(s => s.AddAssembly(typeof(NodeState).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>();

    private static Suspect Suspect => new()
    {
        Instance = Summaries.Instance(),
        Kind = LeakKind.Managed,
        Type = new TypeKey("Acme.Row", "Acme Poll.1.0.0.4.QAction.1"),
        BytesPerHour = new Interval(1e6, 9e5, 1.1e6),
        PValue = 1e-9,
        Count = 12,
        Bytes = 3400,
        Since = Summaries.Start,
    };

    [Fact]
    public void A_summary_crosses_whole()
    {
        var summary = Summaries.Of(Summaries.Instance(), Summaries.Start);
        var copy = RoundTrip(new SummaryEnvelope(summary)).Summary;
        Assert.Equal(summary.Heap.Types.OrderBy(t => t.Name, StringComparer.Ordinal), copy.Heap.Types.OrderBy(t => t.Name, StringComparer.Ordinal));
        Assert.Equal((summary.Instance, summary.TakenAt, summary.Memory.PrivateBytes), (copy.Instance, copy.TakenAt, copy.Memory.PrivateBytes));
    }

    [Fact]
    public void A_shard_of_the_leak_index_crosses_whole()
    {
        var shard = new LeakIndexShard();
        shard.Suspects["i"] = [Suspect, Suspect with { Kind = LeakKind.Native, Type = null }, Suspect with { Kind = LeakKind.Handles, Type = null, PerHour = new Interval(12, 10, 14), Culprit = new Culprit("Pinned", 400) }];
        shard.Standings["i"] = new InstanceStanding
        {
            Instance = Summaries.Instance(),
            ProcessName = "SLScripting",
            Protocols = [new HostedProtocol("Acme Poll", "1.0.0.4", 3)],
            Memory = new MemorySample { At = Summaries.Start, PrivateBytes = 5, GcCounts = [1, 2, 3] },
            FirstSeen = Summaries.Start,
            LastSeen = Summaries.Start.AddHours(1),
            Summaries = 60,
            Judged = true,
        };

        var copy = RoundTrip(shard);
        Assert.Equal(shard.Suspects["i"], copy.Suspects["i"]);
        AssertSame(shard.Standings["i"], copy.Standings["i"]);
    }

    [Fact]
    public void An_incident_crosses_whole()
    {
        var incident = new Incident
        {
            Id = "a1",
            State = Analysis.Incidents.IncidentState.Resolved,
            Kind = LeakKind.Managed,
            Type = "Acme.Row",
            Module = "m",
            Protocol = "Acme Poll",
            ProtocolVersions = ["1.0.0.4"],
            QAction = "1",
            RelatedTypes = ["System.String"],
            Instances = [new AffectedInstance(Summaries.Instance(), new Interval(1, 0, 2), 3, 4) { PerHour = new Interval(12, 10, 14) }],
            BytesPerHour = new Interval(1, 0, 2),
            PerHour = new Interval(12, 10, 14),
            Culprit = "Pinned",
            TimeToLimit = new TimeToLimit(Summaries.Instance(), new Interval(9, 7, 12), 1 << 30),
            ExplainedBy = new Analysis.Incidents.Explanation("protocol", "Acme Poll", 1, 2, 3, 4, 0.5, ["x"]),
            DetectedAt = Summaries.Start,
            UpdatedAt = Summaries.Start,
            ClosedAt = Summaries.Start,
            ClosedReason = "gone",
            Confidence = 0.9,
            Evidence = ["a line"],
        };
        AssertSame(incident, RoundTrip(new IncidentsState { Incidents = [incident] }).Incidents[0]);
    }

    [Fact]
    public void A_node_s_state_crosses_whole()
    {
        var state = new NodeState { Hello = TestAgent.Hello(), LastSeen = Summaries.Start };
        state.Instances["i"] = new FleetInstance { Id = "i", Looks = 3, Memory = new Contracts.Wire.MemorySample { PrivateBytes = 7 } };
        var commands = new NodeCommands();
        commands.Entries.Add(new CommandEntry { Command = new Command { Id = "c", Dump = new DumpAction { Upload = true } }, Status = new CommandStatus { Id = "c" }, SentAt = Summaries.Start });

        var copy = RoundTrip(state);
        Assert.Equal((state.Hello, state.LastSeen, state.Instances["i"]), (copy.Hello, copy.LastSeen, copy.Instances["i"]));
        var entry = RoundTrip(commands).Entries.Single();
        Assert.Equal((commands.Entries[0].Command, commands.Entries[0].Status), (entry.Command, entry.Status));
        Assert.Equal(default, entry.SentAt);
    }

    [Fact]
    public void What_was_asked_of_instances_crosses_whole()
    {
        var state = new ExplanationsState();
        state.LastEvidence["i"] = Summaries.Start;
        state.Securing["j"] = new EvidenceProgress("i1", EvidenceStep.Dump, 2, Summaries.Start);

        var copy = RoundTrip(state);

        Assert.Equal((state.LastEvidence["i"], state.Securing["j"]), (copy.LastEvidence["i"], copy.Securing["j"]));
    }

    [Fact]
    public void What_was_asked_is_still_known_where_it_was_written_before_there_were_steps()
    {
        var written = Convert.FromHexString("2020E0210103410369208000807A896877DE08810000000000000000E0E0E0");

        var state = _serializer.Deserialize<ExplanationsState>(written)!;

        Assert.Equal((Summaries.Start, 0), (state.LastEvidence["i"], state.Securing.Count));
    }

    private static void AssertSame<T>(T expected, T actual) => Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    private T RoundTrip<T>(T value) => _serializer.Deserialize<T>(_serializer.SerializeToArray(value))!;
}
