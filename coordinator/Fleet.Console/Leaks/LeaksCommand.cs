using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Leaks;

/// <summary><c>fleet leaks</c>: the incidents, worst first.</summary>
internal static class LeaksCommand
{
    public static Command Create(CommandHost host)
    {
        var all = new Option<bool>("--all") { Description = "Those that were withdrawn or resolved, too." };
        var since = TimeExpression.CreateOption("--since", "Only those found at or after this time.", host.Clock);
        var command = new Command("leaks", "The leaks in the fleet, worst first.") { all, since };
        host.Run(command, async (session, parsed, cancellationToken) =>
        {
            var request = new ListIncidentsRequest { All = parsed.GetValue(all), Since = parsed.GetValue(since)?.ToTimestamp() };
            var response = await session.Coordinator.AskAsync((c, o) => c.ListIncidentsAsync(request, o), cancellationToken);
            return await session.AnswerAsync(response, r => ShowAsync(session, request, r, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task ShowAsync(Session session, ListIncidentsRequest request, ListIncidentsResponse response, CancellationToken cancellationToken)
    {
        if (response.Incidents.Count == 0)
        {
            await SayNoneAsync(session, request, cancellationToken);
        }
        else
        {
            Show(session, response, request.All);
        }

        await SayOlderAsync(session, request, cancellationToken);
    }

    // A leak that was found before goes on: nothing new is not nothing.
    private static async Task SayOlderAsync(Session session, ListIncidentsRequest request, CancellationToken cancellationToken)
    {
        if (request.Since is null)
        {
            return;
        }

        var open = await session.Coordinator.AskAsync((c, o) => c.ListIncidentsAsync(new ListIncidentsRequest(), o), cancellationToken);
        var older = open.Incidents.Count(i => i.DetectedAt is { } at && at.ToDateTimeOffset() < request.Since.ToDateTimeOffset());
        if (older > 0)
        {
            session.Out.Say($"{Words.Number(older, "leak")} found before that {(older == 1 ? "is" : "are")} still open: 'fleet leaks' shows all.", Palette.Warning);
        }
    }

    private static void Show(Session session, ListIncidentsResponse response, bool withState)
    {
        List<Column> columns =
        [
            new("Id"), new("What", Wrap: true), new("Kind", Spare: true), new("Instances", Right: true), new("Rate", Right: true, Wrap: true),
            new("Time to limit", Wrap: true), new("Since", Spare: true), new("Confidence", Right: true, Spare: true),
        ];
        if (withState)
        {
            columns.Add(new Column("State", Wrap: true));
        }

        var table = new FleetTable([.. columns]);
        foreach (var incident in response.Incidents)
        {
            List<Cell> cells =
            [
                incident.Id, new(LeakWords.Cause(incident, shortType: true), Palette.Strong), incident.Kind, LeakWords.Where(incident),
                LeakWords.Rate(incident), new(LeakWords.TimeToLimit(incident), Urgency(incident)),
                Ages.Ago(incident.DetectedAt, session.Now), Units.Percent(incident.Confidence),
            ];
            if (withState)
            {
                cells.Add(incident.ClosedReason.Length > 0 ? $"{LeakWords.State(incident.State)}: {incident.ClosedReason}" : LeakWords.State(incident.State));
            }

            table.Add([.. cells]);
        }

        table.Write(session.Out);
    }

    private static string OnNodes(List<FleetInstance> instances) =>
        $"{Words.Number(instances.Count, "instance")} on {Words.Number(instances.Select(i => i.NodeName).Distinct(StringComparer.Ordinal).Count(), "node")}";

    private static Spectre.Console.Style Urgency(Incident incident) => incident.TimeToLimit?.Hours?.Estimate_ switch
    {
        null => Palette.Plain,
        _ when LeakWords.LimitIsPast(incident) => Palette.Faint,
        < 12 => Palette.Bad,
        < 72 => Palette.Warning,
        _ => Palette.Plain,
    };

    // Silence means health only where somebody listened: say how many are watched.
    private static async Task SayNoneAsync(Session session, ListIncidentsRequest request, CancellationToken cancellationToken)
    {
        var watched = await session.Coordinator.AskAsync((c, o) => c.ListInstancesAsync(new ListInstancesRequest(), o), cancellationToken);
        var (reached, away) = (watched.Instances.Where(i => i.NodeConnected).ToList(), watched.Instances.Where(i => !i.NodeConnected).ToList());
        var looked = reached.Count(i => i.Looks > 0);
        var scope = request.Since is null ? "No leaks" : $"No new leaks found since {Ages.Moment(request.Since)}";
        session.Out.Say(reached.Count == 0
            ? $"{scope}, and no instances are watched: see 'fleet nodes'."
            : $"{scope}. {OnNodes(reached)} watched, {Units.Count(looked)} of them looked at so far.");
        if (away.Count > 0)
        {
            session.Out.Say($"Nothing is heard of {OnNodes(away)} that {(away.Count == 1 ? "is" : "are")} not connected: see 'fleet nodes'.", Palette.Warning);
        }
    }
}
