using System.Diagnostics;
using System.Text.Json;

namespace Fleet.LeakLab.Scoring;

/// <summary>The <c>fleet</c> command, as any user would run it.</summary>
/// <param name="path">The executable.</param>
internal sealed class FleetCommand(string path) : IVerdictSource
{
    public IReadOnlyList<string> Names { get; } = ["fleet replay"];

    public async Task<IReadOnlyList<Verdict>> JudgeAsync(string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path, ["replay", file, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{path} could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{path} replay {file} ended with {process.ExitCode}: {(await errors).Trim()}");
        try
        {
            return [Verdict.Parse(await output)];
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"{path} replay {file} printed no verdict: {exception.Message}", exception);
        }
    }
}
