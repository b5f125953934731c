using System.CommandLine;
using System.Text.Json;
using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.CommandLine;

/// <summary>Puts scores that were written with <c>--json</c> side by side; those of one engine are taken together.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "What 'score --json' wrote.", Arity = ArgumentArity.OneOrMore };
        var unseen = new Option<bool>("--unseen") { Description = "Only families that nobody may tune against." };
        var command = new Command("compare", "Shows the scores of several engines side by side, as Markdown.") { files, unseen };
        command.SetAction(arguments =>
        {
            var scores = new List<ScoreFile>();
            foreach (var file in arguments.GetValue(files)!)
            {
                try
                {
                    using var stream = file.OpenRead();
                    scores.AddRange(JsonSerializer.Deserialize<ScoreFile[]>(stream, ScoreFile.Json) ?? throw new JsonException("It is empty."));
                }
                catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
                {
                    Console.Error.WriteLine($"leak-lab: {file.FullName} is no score: {exception.Message}");
                    return 1;
                }
            }

            var engines = scores.GroupBy(score => score.Engine).Select(engine =>
                (engine.Key, (IReadOnlyList<FleetScore>)[.. engine.SelectMany(score => score.Fleets).Where(fleet => fleet.Unseen || !arguments.GetValue(unseen))])).ToList();
            Console.Write(ComparisonTable.Render(engines));
            return 0;
        });
        return command;
    }
}
