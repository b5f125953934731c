using System.Text.Json;

namespace Fleet.LocalCluster;

/// <summary>What one run of <c>fleet</c> came to.</summary>
public sealed record ConsoleResult(string CommandLine, int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>The one document that <c>--json</c> prints.</summary>
    /// <exception cref="InvalidOperationException">The command failed or printed something else.</exception>
    public JsonElement Json()
    {
        EnsureSuccess();
        try
        {
            using var document = JsonDocument.Parse(StandardOutput);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{CommandLine} printed no JSON document ({e.Message}):\n{StandardOutput}");
        }
    }

    /// <summary>Passes a success on.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public ConsoleResult EnsureSuccess() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"{CommandLine} ended with exit code {ExitCode}: {StandardError.Trim()}");
}
