using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Instances;

/// <summary><c>fleet instances</c>: the processes that are watched, what they host, and their memory against its limit.</summary>
internal static class InstancesCommand
{
    private const int BarWidth = 12;

    public static Command Create(CommandHost host)
    {
        var node = new Option<string?>("--node") { Description = "Only those on this node.", HelpName = "NODE" };
        var protocol = new Option<string?>("--protocol") { Description = "Only those that host this protocol.", HelpName = "PROTOCOL" };
        var all = new Option<bool>("--all") { Description = "Those that have ended, too." };
        var command = new Command("instances", "The watched processes: what they host, and memory against limit.") { node, protocol, all };
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new ListInstancesRequest
            {
                Node = parsed.GetValue(node) ?? "",
                Protocol = parsed.GetValue(protocol) ?? "",
                All = parsed.GetValue(all),
            };
            var response = await session.Coordinator.AskAsync((c, o) => c.ListInstancesAsync(request, o), cancellationToken);
            return await session.AnswerAsync(response, r => Show(session, r), cancellationToken);
        });
        return command;
    }

    private static void Show(Session session, ListInstancesResponse response)
    {
        if (response.Instances.Count == 0)
        {
            session.Out.Say("No instances: no connected node runs a target that fits.");
            return;
        }

        var table = new FleetTable(
            new Column("Instance"), new Column("Process", Spare: true), new Column("State"), new Column("Started", Spare: true),
            new Column("Private", Right: true), new Column("Managed", Right: true, Spare: true), new Column("Of its limit"),
            new Column("Looks", Right: true, Spare: true), new Column("Looked"), new Column("Protocols (elements)", Wrap: true));
        var names = new InstanceNames(response.Instances);
        foreach (var instance in response.Instances)
        {
            var used = InstanceWords.Used(instance.Memory);
            var limit = instance.Memory?.LimitBytes ?? 0;
            var part = limit > 0 ? used / (double)limit : 0;
            table.Add(
                new Cell(names.Of(instance), Palette.Strong),
                instance.Instance is { } process ? $"{process.ProcessName} ({process.Bits} bit)" : "-",
                State(instance),
                Ages.Ago(instance.Instance?.StartedAt, session.Now),
                used == 0 ? "-" : Units.Bytes(used),
                instance.Memory is { ManagedBytes: > 0 } memory ? Units.Bytes(memory.ManagedBytes) : "-",
                limit == 0
                    ? new Cell("no limit known", Palette.Faint)
                    : new Cell($"{Bar.Draw(part, BarWidth)} {Math.Round(part * 100),3}% of {Units.Bytes(limit)}", Bar.Severity(part)),
                Units.Count(instance.Looks),
                Ages.Ago(instance.LastLookAt, session.Now),
                InstanceWords.Protocols(instance.Protocols) is { Length: > 0 } hosted ? hosted : "-");
        }

        table.Write(session.Out);
        Remarks(session, response, names);
    }

    private static Cell State(FleetInstance instance) => instance switch
    {
        { Running: false } => new Cell("ended", Palette.Faint),
        { NodeConnected: false } => new Cell("node away", Palette.Bad),
        _ => new Cell("running", Palette.Good),
    };

    private static void Remarks(Session session, ListInstancesResponse response, InstanceNames names)
    {
        foreach (var several in names.Clashing)
        {
            session.Out.Say($"Several nodes are named {several}: their instances are shown by the nodes' ids, see 'fleet nodes'.", Palette.Warning);
        }

        foreach (var away in response.Instances.Where(i => i is { Running: true, NodeConnected: false }).GroupBy(i => i.NodeName, StringComparer.Ordinal))
        {
            var since = away.First().NodeLastSeen is { } seen ? $" since {Ages.Moment(seen)} ({Ages.Ago(seen, session.Now)})" : "";
            session.Out.Say($"{away.Key} is not connected{since}: the figures are from before; whether its processes still run is not known.", Palette.Warning);
        }

        foreach (var instance in response.Instances)
        {
            if (instance.UnreadableReason.Length > 0)
            {
                session.Out.Say($"{names.Of(instance)} can't be looked at: {instance.UnreadableReason}", Palette.Warning);
            }
            else if (instance.LastLookFailure.Length > 0)
            {
                session.Out.Say($"{names.Of(instance)}: the last look failed: {instance.LastLookFailure}", Palette.Warning);
            }
        }
    }
}
