using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Fleet.LeakLab.Baselines;
using Fleet.LeakLab.Families;
using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.CommandLine;

/// <summary>Makes fleets, has them judged, compares with the truth, and deletes them as it goes.</summary>
internal static class ScoreCommand
{
    private const int Parallel = 2;

    public static Command Create(Option<string> split, Option<ulong> seed, Option<string?> family, Option<int?> fleets)
    {
        var cli = new Option<FileInfo?>("--fleet-cli") { Description = "The fleet command to judge with." };
        var baseline = new Option<string[]>("--baseline") { Description = $"Judge with these instead: {string.Join(", ", BaselineCatalogue.Names)}.", AllowMultipleArgumentsPerToken = true };
        baseline.AcceptOnlyFromAmong([.. BaselineCatalogue.Names]);
        var work = new Option<DirectoryInfo?>("--work") { Description = "Folder for the file under judgement; a temporary one by default." };
        var json = new Option<FileInfo?>("--json") { Description = "Also write the score, fleet by fleet, as JSON." };
        var parallel = new Option<int>("--parallel") { Description = "Fleets at a time, 1 or 2.", DefaultValueFactory = _ => Parallel };
        var first = new Option<int>("--first") { Description = "Number of the first fleet.", DefaultValueFactory = _ => 0 };
        var keep = new Option<bool>("--keep-failures") { Description = "Keep the files of fleets that were judged wrongly in the work folder." };
        var remarks = new Option<bool>("--remarks") { Description = "Say of each fleet what was wrong." };
        var command = new Command("score", "Measures how well leaks are told from growth.") { split, seed, family, fleets, cli, baseline, work, json, parallel, first, keep, remarks };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var name = arguments.GetValue(split)!;
            if (GenerateCommand.Unknown(arguments.GetValue(family), name) is { } error)
                return Fail(error);
            if ((arguments.GetValue(cli) is null) == (arguments.GetValue(baseline) is not { Length: > 0 }))
                return Fail("leak-lab: name either --fleet-cli or --baseline.");
            if (arguments.GetValue(cli) is { Exists: false } missing)
                return Fail($"leak-lab: {missing.FullName} does not exist: build Fleet.Console first.");
            IVerdictSource source = arguments.GetValue(cli) is { } path ? new FleetCommand(path.FullName) : BaselineCatalogue.Create(arguments.GetValue(baseline)!);
            var folder = arguments.GetValue(work) ?? Directory.CreateTempSubdirectory("leak-lab");
            folder.Create();

            var scores = new ConcurrentBag<(int Number, IReadOnlyList<FleetScore> Scores)>();
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(arguments.GetValue(parallel), 1, Parallel), CancellationToken = cancellationToken };
            var from = arguments.GetValue(first);
            await System.Threading.Tasks.Parallel.ForEachAsync(Enumerable.Range(from, arguments.GetValue(fleets) ?? LabCommandLine.Count(name)), options, async (i, token) =>
            {
                var plan = Catalogue.Fleet(name, i, arguments.GetValue(seed), arguments.GetValue(family));
                var (file, truth) = GenerateCommand.Write(plan, folder.FullName, compress: false);
                var clock = Stopwatch.GetTimestamp();
                IReadOnlyList<Verdict> verdicts;
                try
                {
                    verdicts = await source.JudgeAsync(file, token);
                }
                catch (InvalidOperationException exception)
                {
                    // A fleet on which the engine fails is a fleet without a verdict: everything in it is missed.
                    Console.Error.WriteLine($"leak-lab: {exception.Message}");
                    verdicts = [.. source.Names.Select(_ => new Verdict(0, 0, [], []))];
                }

                var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
                IReadOnlyList<FleetScore> judged = [.. verdicts.Select(verdict => Scorer.Score(truth, verdict, seconds))];
                scores.Add((i, judged));
                var wrong = judged.Where(score => score.Remarks.Count > 0).ToList();
                if (!arguments.GetValue(keep) || wrong.Count == 0)
                {
                    File.Delete(file);
                    File.Delete(Path.Combine(folder.FullName, plan.Name + ".truth.json"));
                }

                if (arguments.GetValue(remarks) && wrong.Count > 0)
                    Console.Error.WriteLine($"{plan.Name}\n    {string.Join("\n    ", wrong.SelectMany(score => score.Remarks))}");
            });

            if (arguments.GetValue(work) is null && !arguments.GetValue(keep))
                folder.Delete(recursive: true);
            var files = source.Names.Select((engine, i) => new ScoreFile(engine, name, [.. scores.OrderBy(entry => entry.Number).Select(entry => entry.Scores[i])])).ToList();
            foreach (var file in files)
                Console.WriteLine(ScoreTable.Render(file.Engine, name, file.Fleets));
            if (arguments.GetValue(json) is { } target)
                await File.WriteAllTextAsync(target.FullName, JsonSerializer.Serialize(files, ScoreFile.Json), cancellationToken);
            return 0;
        });
        return command;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
