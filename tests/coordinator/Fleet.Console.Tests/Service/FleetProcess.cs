using System.Diagnostics;
using System.Text.Json;

namespace Fleet.Console.Tests.Service;

/// <summary>The real executable, as scripts run it.</summary>
internal static class FleetProcess
{
    // Nothing here takes seconds; what hangs must not hang the whole run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string Executable = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Fleet.Console", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        OperatingSystem.IsWindows() ? "fleet.exe" : "fleet");

    public static Task<Finished> RunAsync(params string[] args) => RunAsync(args, new Dictionary<string, string>());

    /// <summary>With standard output in a file, by a shell.</summary>
    public static Task<Finished> RunIntoAsync(string file, params string[] args) =>
        FinishAsync(Start("/bin/sh", ["-c", $"exec \"$0\" \"$@\" > {file}", Executable, .. args], new Dictionary<string, string>()));

    public static Task<Finished> RunAsync(IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment) => FinishAsync(Start(args, environment));

    public static Process Start(IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment) => Start(Executable, args, environment);

    private static async Task<Finished> FinishAsync(Process started)
    {
        using var process = started;
        using var enough = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(enough.Token);
            var error = process.StandardError.ReadToEndAsync(enough.Token);
            await process.WaitForExitAsync(enough.Token);
            return new Finished(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(string executable, IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(executable, args) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Whatever the person who runs the tests has set must not matter.
        foreach (var variable in start.Environment.Keys.Where(k => k.StartsWith("FLEET_", StringComparison.Ordinal) || k is "NO_COLOR").ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(AppContext.BaseDirectory, "no-configuration");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{executable} did not start.");
    }
}

/// <summary>How a run of the console ended and what it wrote.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Standard output as the one document it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Fails with all that was written when the exit code is another one.</summary>
    public Finished Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} where {exitCode} was expected\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }

    /// <summary>The one line that errors are told in.</summary>
    public string Complaint => Assert.Single(Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
}
