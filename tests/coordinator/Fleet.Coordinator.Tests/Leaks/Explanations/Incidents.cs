using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Identity;
using Fleet.Coordinator.Leaks.Explanations;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf.WellKnownTypes;
using Incident = Fleet.Analysis.Incidents.Incident;
using IncidentState = Fleet.Analysis.Incidents.IncidentState;
using TimeToLimit = Fleet.Analysis.Incidents.TimeToLimit;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

/// <summary>An incident, who can be asked about it, and who was.</summary>
internal static class Incidents
{
    public const string Id = "i1";
    public const string Type = "Acme.Session";

    public static readonly DateTimeOffset Now = Summaries.Start.AddDays(2);

    private static readonly Interval Rate = new(1, 1, 1);

    public static Incident Of(params string[] versions) => new()
    {
        Id = Id,
        State = IncidentState.Open,
        Kind = LeakKind.Managed,
        Type = Type,
        Module = "Acme",
        Protocol = "Acme Poll",
        ProtocolVersions = versions,
        QAction = "1",
        RelatedTypes = [],
        Instances = [],
        BytesPerHour = Rate,
        TimeToLimit = null,
        ExplainedBy = null,
        DetectedAt = Now,
        UpdatedAt = Now,
        Confidence = 0.9,
        Evidence = [],
    };

    public static Incident NearLimit(double hours) =>
        Of("1.0.0.4") with { TimeToLimit = new TimeToLimit(Summaries.Instance(), new Interval(hours, hours / 2, hours * 2), 1L << 32) };

    public static Candidate Candidate(int pid, string version = "1.0.0.4", long objects = 1000, bool nearLimit = false)
    {
        var identity = Summaries.Instance(pid: pid);
        return new Candidate(new FleetInstance { Id = identity.ToString(), Instance = identity.ToWire("SLScripting", 64) }, version, objects, nearLimit);
    }

    public static HolderAsk Ask(int pid, TimeSpan ago, string version = "1.0.0.4", string type = Type) => new()
    {
        IncidentId = Id,
        Version = version,
        Command = new Command
        {
            Id = $"c{pid}",
            Instance = Summaries.Instance(pid: pid).ToWire("SLScripting", 64),
            RequestedAt = Timestamp.FromDateTimeOffset(Now - ago),
            Retention = new RetentionAction { Type = type },
        },
    };

    public static HolderAsk Answered(this HolderAsk ask, params HolderPath[] paths)
    {
        HolderAnswer.Take(ask, Status(new RetentionResult { Type = ask.Type, Complete = true, Paths = { paths.Length > 0 ? paths : [Path("Acme.Cache.Sessions", 100)] } }));
        return ask;
    }

    public static HolderAsk Failed(this HolderAsk ask, string why = "no")
    {
        HolderAnswer.Take(ask, new CommandStatus { State = CommandState.Failed, Detail = why });
        return ask;
    }

    public static CommandStatus Status(RetentionResult? result) => new() { State = CommandState.Succeeded, Retention = result };

    public static HolderPath Path(string field, long bytes) => new()
    {
        RootKind = "static",
        RootName = field,
        Objects = bytes / 10,
        Bytes = bytes,
        InclusiveBytes = bytes,
        Steps = { new HolderStep { Name = "System.Collections.Generic.List<Acme.Session>" }, new HolderStep { Name = Type } },
    };
}
