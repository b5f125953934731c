using System.CommandLine;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Spectre.Console;
using DumpState = Fleet.Contracts.AgentApi.DumpState;

namespace Fleet.Console.Dumps;

/// <summary><c>fleet dump-get ID -o FILE</c>: the file of a stored dump.</summary>
internal static class DumpGetCommand
{
    public static Command Create(CommandHost host)
    {
        var id = new Argument<string>("ID") { Description = "As 'fleet dumps' shows it." };
        var output = new Option<string>("--output", "-o") { Description = "Where to put it: a file, or a folder.", HelpName = "FILE", Required = true };
        var force = new Option<bool>("--force") { Description = "Replace FILE when it exists." };
        var command = new Command("dump-get", "Fetch a stored dump; an interrupted one goes on where it stopped.") { id, output, force };
        host.Run(command, (session, parsed, cancellationToken) => RunAsync(
            session, parsed.GetRequiredValue(id), parsed.GetRequiredValue(output), parsed.GetValue(force), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, string id, string output, bool force, CancellationToken cancellationToken)
    {
        var response = await session.Coordinator.AskAsync((c, o) => c.GetDumpAsync(new GetDumpRequest { DumpId = id }, o), cancellationToken);
        var dump = response.Dump ?? throw new CommandFailure($"There is no dump {id}: 'fleet dumps' shows those there are.");
        RequireStored(dump);
        if (Path.EndsInDirectorySeparator(output) && !Directory.Exists(output))
        {
            throw new CommandFailure($"{output} is no folder: create it first, or name a file.");
        }

        var path = Directory.Exists(output) ? Path.Combine(output, $"{dump.Id}.dmp") : output;
        if (File.Exists(path) && !force)
        {
            throw new CommandFailure($"{path} exists: give another name, or --force to replace it.");
        }

        long resumedFrom;
        await using (var part = await PartFile.OpenAsync(path, dump.SizeBytes, cancellationToken))
        {
            resumedFrom = part.Length;
            if (FileFailures.MissingRoom(path, dump.SizeBytes - resumedFrom) is { } complaint)
            {
                throw new CommandFailure(complaint);
            }

            await FetchAsync(session, dump, part, path, cancellationToken);
            await part.CompleteAsync(dump.Sha256, force);
        }

        Report(session, dump, path, resumedFrom);
        return ExitCodes.Done;
    }

    private static void RequireStored(Dump dump)
    {
        if (dump.State is not DumpState.Stored)
        {
            throw new CommandFailure(dump.State switch
            {
                DumpState.OnNode => OnNode(dump),
                DumpState.Failed => $"Dump {dump.Id} failed: {dump.Detail}",
                DumpState.Expired => $"Dump {dump.Id} has expired: ask for a new one with 'fleet dump ... --upload'.",
                _ => $"Dump {dump.Id} is not there yet ({DumpWords.State(dump)}): wait until 'fleet dumps' shows it as stored.",
            });
        }
    }

    // The process may be gone, and with it another dump.
    private static string OnNode(Dump dump) => dump.Progress is { PathOnNode.Length: > 0 } progress
        ? $"Dump {dump.Id} is on {dump.NodeName}, not at the coordinator: copy {progress.PathOnNode} from there, or ask for a new one with 'fleet dump ... --upload'."
        : $"Dump {dump.Id} is on {dump.NodeName}, not at the coordinator: ask for a new one with 'fleet dump ... --upload'.";

    private static async Task FetchAsync(Session session, Dump dump, PartFile part, string path, CancellationToken cancellationToken)
    {
        var download = new DumpDownload(session.Coordinator, session.Clock);
        try
        {
            if (!session.Error.IsLive())
            {
                await download.RunAsync(dump.Id, dump.SizeBytes, part, new Silence(), cancellationToken);
                return;
            }

            await session.Error.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    var bar = context.AddTask(Markup.Escape(Clean.Line(Path.GetFileName(path))), maxValue: dump.SizeBytes);
                    await download.RunAsync(dump.Id, dump.SizeBytes, part, new BarProgress(bar), cancellationToken);
                });
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or Grpc.Core.RpcException)
        {
            throw new CommandFailure($"Interrupted at {Units.Bytes(part.Length)}: run the same command again, it goes on there.");
        }
    }

    private static void Report(Session session, Dump dump, string path, long resumedFrom)
    {
        if (session.Json)
        {
            session.WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("dumpId", dump.Id);
                writer.WriteString("file", Path.GetFullPath(path));
                writer.WriteNumber("sizeBytes", dump.SizeBytes);
                writer.WriteString("sha256", dump.Sha256);
                writer.WriteNumber("resumedFrom", resumedFrom);
                writer.WriteEndObject();
            });
            return;
        }

        var resumed = resumedFrom > 0 ? $", of which {Units.Bytes(resumedFrom)} were there already" : "";
        session.Out.Say($"{path}: {Units.Bytes(dump.SizeBytes)}{resumed}, SHA-256 {dump.Sha256} verified.", Palette.Good);
    }

    private sealed class Silence : IProgress<long>
    {
        public void Report(long value)
        {
        }
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<long>
    {
        public void Report(long value) => bar.Value = value;
    }
}
