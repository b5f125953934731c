using System.CommandLine;
using System.Globalization;
using Fleet.Console.CommandLine;
using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;
using Fleet.Heap;
using Fleet.Heap.Retention;
using Spectre.Console;

namespace Fleet.Console.Heap;

/// <summary><c>fleet heap</c>: the summary of one heap on this machine, without a coordinator.</summary>
internal static class HeapCommand
{
    public static Command Create(CommandHost host)
    {
        var pid = NumberOption.Create("--pid", "a process id", 1, "A running process: paused for milliseconds while it is read.", "PID");
        var pause = NumberOption.Create(
            "--pause-budget-ms", "milliseconds from 1 to 2147483647", 1,
            string.Create(CultureInfo.InvariantCulture, $"With --pid: how long it may stand still at a stretch; what takes longer is given up. Default {LiveReadOptions.UsualPause.TotalMilliseconds:F0}, with --insights or --retention {LiveReadOptions.UsualPauseForQuestions.TotalMilliseconds:F0}."));
        var dump = new Option<string?>("--dump") { Description = "A dump file.", HelpName = "FILE" };
        var top = TopOption.Create();
        var generations = new Option<bool>("--generations") { Description = "Break down by generation; the JSON always has it." };
        var insights = new Option<bool>("--insights")
        {
            Description = "What is wasteful or wrong: duplicate strings, sparse collections, subscriptions, timers, exceptions, threads. A running process stands still meanwhile, within its pause budget.",
        };
        var text = new Option<bool>("--text") { Description = "With --insights: show strings and messages, which are other people's data." };
        var retention = new Option<string?>("--retention")
        {
            Description = "Who holds the objects: paths from the roots; of one TYPE (its name, the end of it, or MODULE!NAME), or the heaviest. A running process stands still meanwhile, within its pause budget.",
            HelpName = "TYPE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var dominators = new Option<bool>("--dominators") { Description = "With --retention and --dump: exact retained sizes too." };
        var command = new Command("heap", "What is on one managed heap of this machine, live or in a dump.") { pid, dump, pause, top, generations, insights, text, retention, dominators };
        command.Validators.Add(result =>
        {
            if (result.GetResult(pid) is null == result.GetResult(dump) is null)
            {
                result.AddError("Say whose heap: either --pid PID or --dump FILE");
            }

            if (result.GetResult(pause) is not null && result.GetResult(pid) is null)
            {
                result.AddError("--pause-budget-ms goes with --pid");
            }

            if (result.GetValue(text) && !result.GetValue(insights))
            {
                result.AddError("--text goes with --insights");
            }

            if (result.GetValue(dominators) && (result.GetResult(retention) is null || result.GetResult(dump) is null))
            {
                result.AddError("--dominators goes with --retention and --dump FILE: a running process would stand still for too long");
            }
        });
        host.Run(
            command,
            async (session, parsed, cancellationToken) =>
            {
                var rows = TopOption.Rows(parsed.GetValue(top), session.Json);
                var live = new LiveReadOptions
                {
                    PauseBudget = parsed.GetValue(pause) is { } budget ? TimeSpan.FromMilliseconds(budget) : null,
                    Insights = parsed.GetValue(insights) ? InsightsText.Options(rows, parsed.GetValue(text)) : null,
                    Retention = parsed.GetResult(retention) is null
                        ? null
                        : new RetentionOptions { Type = parsed.GetValue(retention), Dominators = parsed.GetValue(dominators) },
                    WhenStuck = line => Stuck(session, line),
                };
                var summary = await ReadAsync(session, parsed.GetValue(pid), parsed.GetValue(dump), live.WithUsualPause(), cancellationToken);
                if (summary.Retention is { Type: { } type, Paths.Count: 0 } && !RetentionOptions.IsAmong(type, summary.Types))
                {
                    throw new CommandFailure($"There is no object of a type '{type}' on this heap: 'fleet heap' with --top 0 shows the types there are.");
                }

                if (session.Json)
                {
                    await HeapSummaryJson.WriteAsync(session.Output, Cut(summary, rows), cancellationToken);
                    session.Output.WriteByte((byte)'\n');
                }
                else
                {
                    HeapReport.Write(session.Out, summary, rows, parsed.GetValue(generations));
                }

                return ExitCodes.Done;
            },
            needsValidSettings: false);
        return command;
    }

    private static void Stuck(Session session, string line)
    {
        // What shows that we wait hides the cursor, and is not asked to end.
        if (session.Error.IsLive())
        {
            session.Error.Cursor.Show();
        }

        session.Complain(line);
        OwnEnd.AtOnce(ExitCodes.Failed);
    }

    private static HeapSummary Cut(HeapSummary summary, int rows) =>
        rows == 0 ? summary : summary with { Types = [.. summary.Types.Take(rows)] };

    private static async Task<HeapSummary> ReadAsync(Session session, int? pid, string? dump, LiveReadOptions live, CancellationToken cancellationToken)
    {
        var progress = new WalkProgress();
        var reading = Task.Run(
            () => pid is { } id
                ? HeapReader.ReadLive(id, live, progress, cancellationToken)
                : HeapReader.ReadDump(dump!, new DumpReadOptions { Insights = live.Insights, Retention = live.Retention }, progress, cancellationToken),
            cancellationToken);
        try
        {
            return await session.Error.WatchAsync(
                dump is null ? $"Reading process {pid}" : $"Reading {Path.GetFileName(dump)}", progress.Part, reading, session.Clock);
        }
        catch (HeapReadException e) when (e.Failure == HeapReadFailure.PauseBudgetExceeded)
        {
            throw new CommandFailure($"{e.Message} (--pause-budget-ms N, or 'fleet dump' and then 'fleet heap --dump FILE')");
        }
        catch (HeapReadException e)
        {
            throw new CommandFailure(e.Message);
        }
    }

    // Read by the screen whenever it draws; the walk must not wait for it.
    private sealed class WalkProgress : IProgress<HeapReadProgress>
    {
        private readonly Lock _lock = new();
        private HeapReadProgress _latest;

        public void Report(HeapReadProgress value)
        {
            lock (_lock)
            {
                _latest = value;
            }
        }

        public double Part()
        {
            lock (_lock)
            {
                return _latest.BytesTotal == 0 ? 0 : Math.Clamp(_latest.BytesWalked / (double)_latest.BytesTotal, 0, 1);
            }
        }
    }
}
