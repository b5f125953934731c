using Fleet.Contracts.Json;
using Microsoft.Extensions.Configuration;

namespace Fleet.Agent.Configuration;

/// <summary>File, environment and command line, the last one strongest.</summary>
internal static class Layers
{
    /// <summary>Environment variables that are settings start with this.</summary>
    public const string EnvironmentPrefix = "FLEET_AGENT_";

    private const string FileBesideExecutable = "fleet-agent.json";

    /// <summary>Reads all layers, the weakest first.</summary>
    /// <param name="commandLine">The parsed command line.</param>
    /// <param name="errors">Takes what could not be read, one line each.</param>
    public static IReadOnlyList<Layer> Read(CommandLine commandLine, List<string> errors)
    {
        List<Layer> layers = [];
        if (ReadFile(commandLine.ConfigurationFile, errors) is { } file)
            layers.Add(file);

        layers.Add(new Layer(
            "environment ",
            new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build(),
            key => EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal)));
        layers.Add(new Layer(
            "command line ",
            new ConfigurationBuilder().AddInMemoryCollection(commandLine.Values).Build(),
            key => Switch.All.FirstOrDefault(known => key.StartsWith(known.Key, StringComparison.OrdinalIgnoreCase))?.Name ?? "--" + key));
        return layers;
    }

    private static Layer? ReadFile(string? named, List<string> errors)
    {
        var path = Path.GetFullPath(named ?? Path.Combine(AppContext.BaseDirectory, FileBesideExecutable));
        if (!File.Exists(path))
        {
            if (named is not null)
                errors.Add($"--config {named}: {(Directory.Exists(path) ? "this is a folder; name a file" : "there is no such file; name an existing one")}");
            return null;
        }

        try
        {
            if (SettingsJson.Fault(path) is { } fault)
            {
                errors.Add($"{path}: {fault}");
                return null;
            }

            using var stream = File.OpenRead(path);
            var source = new ConfigurationBuilder().AddJsonStream(stream).Build();
            return new Layer(path, source, _ => "");
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path}: can't be read as configuration: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }
}
