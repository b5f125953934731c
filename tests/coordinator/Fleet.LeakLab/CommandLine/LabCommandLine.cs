using System.CommandLine;
using Fleet.LeakLab.Families;

namespace Fleet.LeakLab.CommandLine;

/// <summary>The commands of the lab.</summary>
internal static class LabCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var split = new Option<string>("--split") { Description = "train, test or innocent.", Required = true };
        split.AcceptOnlyFromAmong("train", "test", "innocent");
        var seed = new Option<ulong>("--seed") { Description = "Decides everything that is random.", DefaultValueFactory = _ => 1 };
        var family = new Option<string?>("--family") { Description = "Only this one (see families)." };
        var fleets = new Option<int?>("--fleets") { Description = "How many fleets; by default train 120, test 240, innocent 100." };
        var root = new RootCommand("Makes fleets that leak, or don't, and measures how well that is told.")
        {
            GenerateCommand.Create(split, seed, family, fleets),
            ScoreCommand.Create(split, seed, family, fleets),
            CompareCommand.Create(),
            FamiliesCommand(),
        };
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count == 0 ? code : 2;
    }

    /// <summary>How many fleets a split has unless told otherwise.</summary>
    public static int Count(string split) => split switch { "test" => 240, "innocent" => 100, _ => 120 };

    private static Command FamiliesCommand()
    {
        var command = new Command("families", "Lists the families, and which of them nobody may tune against.");
        command.SetAction(_ =>
        {
            foreach (var family in Catalogue.Families)
                Console.WriteLine($"{family.Name,-30} {(family.Leaks ? "leak" : "innocent"),-9} {(family.Unseen ? "test only" : "train"),-10} {family.What}");
            return 0;
        });
        return command;
    }
}
