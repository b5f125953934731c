using System.CommandLine;
using System.IO.Compression;
using System.Text.Json;
using Fleet.LeakLab.Families;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Simulation;
using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.CommandLine;

/// <summary>Writes fleets into a folder: <c>NAME.ndjson[.gz]</c> and <c>NAME.truth.json</c>.</summary>
internal static class GenerateCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Option<string> split, Option<ulong> seed, Option<string?> family, Option<int?> fleets)
    {
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for the files.", Required = true };
        var plain = new Option<bool>("--plain") { Description = "Don't compress." };
        var command = new Command("generate", "Writes fleets in the replay format, and what is true of them.") { split, seed, family, fleets, folder, plain };
        command.SetAction((arguments, cancellationToken) =>
        {
            var directory = arguments.GetValue(folder)!;
            directory.Create();
            var name = arguments.GetValue(split)!;
            if (Unknown(arguments.GetValue(family), name) is { } error)
            {
                Console.Error.WriteLine(error);
                return Task.FromResult(2);
            }

            for (var i = 0; i < (arguments.GetValue(fleets) ?? LabCommandLine.Count(name)) && !cancellationToken.IsCancellationRequested; i++)
            {
                var plan = Catalogue.Fleet(name, i, arguments.GetValue(seed), arguments.GetValue(family));
                var (file, _) = Write(plan, directory.FullName, !arguments.GetValue(plain));
                Console.WriteLine(file);
            }

            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>A line of advice when there is no such family in the split.</summary>
    public static string? Unknown(string? family, string split) =>
        family is null || Catalogue.Of(split).Any(known => known.Name == family) ? null
            : $"leak-lab: the split '{split}' has no family '{family}': see 'leak-lab families'.";

    /// <summary>Plays a fleet into a folder.</summary>
    public static (string File, Truth Truth) Write(FleetPlan plan, string folder, bool compress)
    {
        var file = Path.Combine(folder, plan.Name + (compress ? ".ndjson.gz" : ".ndjson"));
        Truth truth;
        using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20))
        using (var output = compress ? new GZipStream(stream, CompressionLevel.Fastest) : (Stream)new BufferedStream(stream, 1 << 16))
        {
            truth = FleetSimulation.Play(plan, new ReplayWriter(plan, output));
        }

        File.WriteAllText(Path.Combine(folder, plan.Name + ".truth.json"), JsonSerializer.Serialize(truth, s_json));
        return (file, truth);
    }
}
