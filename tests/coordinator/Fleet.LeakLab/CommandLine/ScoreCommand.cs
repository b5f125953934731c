using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Fleet.LeakLab.Families;
using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.CommandLine;

/// <summary>Makes fleets, has them judged, compares with the truth, and deletes them as it goes.</summary>
internal static class ScoreCommand
{
    private const int Parallel = 2;
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static Command Create(Option<string> split, Option<ulong> seed, Option<string?> family, Option<int?> fleets)
    {
        var cli = new Option<FileInfo?>("--fleet-cli") { Description = "The fleet command to judge with." };
        var baseline = new Option<string?>("--baseline") { Description = $"Judge with this instead: {string.Join(", ", Baselines.BaselineCatalogue.Names)}." };
        baseline.AcceptOnlyFromAmong([.. Baselines.BaselineCatalogue.Names]);
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
            if (arguments.GetValue(cli) is null == arguments.GetValue(baseline) is null)
                return Fail("leak-lab: name either --fleet-cli or --baseline.");
            if (arguments.GetValue(cli) is { Exists: false } missing)
                return Fail($"leak-lab: {missing.FullName} does not exist: build Fleet.Console first.");
            IVerdictSource source = arguments.GetValue(cli) is { } path ? new FleetCommand(path.FullName) : Baselines.BaselineCatalogue.Create(arguments.GetValue(baseline)!);
            var folder = arguments.GetValue(work) ?? Directory.CreateTempSubdirectory("leak-lab");
            folder.Create();

            var scores = new ConcurrentBag<(int Number, FleetScore Score)>();
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(arguments.GetValue(parallel), 1, Parallel), CancellationToken = cancellationToken };
            var from = arguments.GetValue(first);
            await System.Threading.Tasks.Parallel.ForEachAsync(Enumerable.Range(from, arguments.GetValue(fleets) ?? LabCommandLine.Count(name)), options, async (i, token) =>
            {
                var plan = Catalogue.Fleet(name, i, arguments.GetValue(seed), arguments.GetValue(family));
                var (file, truth) = GenerateCommand.Write(plan, folder.FullName, compress: false);
                var clock = Stopwatch.GetTimestamp();
                Verdict verdict;
                try
                {
                    verdict = await source.JudgeAsync(file, token);
                }
                catch (InvalidOperationException exception)
                {
                    // A fleet on which the engine fails is a fleet without a verdict: everything in it is missed.
                    Console.Error.WriteLine($"leak-lab: {exception.Message}");
                    verdict = new Verdict(0, 0, [], []);
                }

                var score = Scorer.Score(truth, verdict, Stopwatch.GetElapsedTime(clock).TotalSeconds);
                scores.Add((i, score));
                if (!arguments.GetValue(keep) || score.Remarks.Count == 0)
                {
                    File.Delete(file);
                    File.Delete(Path.Combine(folder.FullName, plan.Name + ".truth.json"));
                }

                if (arguments.GetValue(remarks) && score.Remarks.Count > 0)
                    Console.Error.WriteLine($"{score.Fleet} (seed {plan.Seed})\n    {string.Join("\n    ", score.Remarks)}");
            });

            if (arguments.GetValue(work) is null && !arguments.GetValue(keep))
                folder.Delete(recursive: true);
            var ordered = scores.OrderBy(entry => entry.Number).Select(entry => entry.Score).ToList();
            Console.WriteLine(ScoreTable.Render(source.Name, name, ordered));
            if (arguments.GetValue(json) is { } target)
                await File.WriteAllTextAsync(target.FullName, JsonSerializer.Serialize(new { engine = source.Name, split = name, total = new Totals("all", ordered), fleets = ordered }, s_json), cancellationToken);
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
