using System.CommandLine;
using Fleet.Analysis;
using Fleet.Analysis.Replay;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;

namespace Fleet.Console.Replay;

/// <summary><c>fleet replay FILE</c>: what the fleet would say at the end of a recorded series, without a coordinator.</summary>
internal static class ReplayCommand
{
    // A file of another kind is wrong in every line.
    private const int MostComplaints = 5;

    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "Recorded summaries: NDJSON, may be gzip." };
        var explain = new Option<string?>("--explain") { Description = "Why: the numbers behind one incident, standing or closed.", HelpName = "ID" };
        var command = new Command("replay", "Analyses a recorded series of heap summaries, as if it had arrived live.") { file, explain };
        host.Run(
            command,
            async (session, parsed, cancellationToken) =>
            {
                var path = parsed.GetRequiredValue(file);
                var outcome = await RunAsync(session, path, cancellationToken);
                if (parsed.GetValue(explain) is { } id)
                    Explain(session, outcome, id);
                else if (session.Json)
                    session.WriteJson(writer => ReplayJson.Write(writer, outcome));
                else
                    ReplayReport.Write(session.Out, outcome);
                if (outcome.Cut is { } cut)
                    session.Complain(Describe(path, cut, outcome.Summaries));
                return outcome is { Summaries: > 0, Cut: null } ? ExitCodes.Done : ExitCodes.Failed;
            },
            needsValidSettings: false);
        return command;
    }

    private static async Task<ReplayOutcome> RunAsync(Session session, string path, CancellationToken cancellationToken)
    {
        var complaints = new Lock();
        var complained = 0;
        try
        {
            var outcome = await session.Error.WatchAsync($"Replaying {Path.GetFileName(path)}", Task.Run(Run, cancellationToken), session.Clock);
            if (outcome.SkippedLines > complained)
                session.Complain($"{path}: {Words.Number(outcome.SkippedLines - complained, "more line")} skipped: is it a recorded series?");
            return outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailure(Describe(path, e));
        }

        Task<ReplayOutcome> Run() => FleetReplay.RunAsync(() => SeriesFile.Open(path), new AnalysisOptions(), Complain, cancellationToken);

        void Complain(long line, string reason)
        {
            lock (complaints)
            {
                if (complained == MostComplaints)
                    return;
                complained++;
                session.Complain($"{path}: line {line} is skipped: {reason}");
            }
        }
    }

    private static void Explain(Session session, ReplayOutcome outcome, string id)
    {
        var incident = outcome.Incidents.FirstOrDefault(incident => incident.Id == id)
            ?? throw new CommandFailure($"The series has no incident {id}; without --explain they are listed.");
        if (session.Json)
            session.WriteJson(writer => ReplayJson.WriteExplained(writer, incident));
        else
            ReplayReport.Explain(session.Out, incident);
    }

    private static string Describe(string path, SeriesCut cut, long summaries) => cut.After is { } last
        ? $"{path} ends too early, in the middle of the compressed data after summary {Units.Count(summaries)} ({last.NodeId}/{last.Pid}, {Ages.Moment(cut.At)}): what is said holds until there; copy or record the whole file."
        : $"{path} ends too early, before its first summary is whole: copy or record the whole file.";

    private static string Describe(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path} does not exist.",
        UnauthorizedAccessException => $"{path} can't be read: permission denied, or it is a folder.",
        InvalidDataException => $"{path} is damaged: {failure.Message} Unpack what can be saved (gzip -dc) and replay that.",
        _ => $"{path} can't be read: {failure.Message}",
    };
}
