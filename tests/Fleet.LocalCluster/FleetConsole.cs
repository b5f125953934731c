using System.Diagnostics;

namespace Fleet.LocalCluster;

/// <summary>The <c>fleet</c> command, pointed at one coordinator.</summary>
public sealed class FleetConsole(string coordinatorUrl)
{
    /// <summary>Runs a command and waits for its end.</summary>
    public async Task<ConsoleResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Executables.Console)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["FLEET_COORDINATOR"] = coordinatorUrl;
        start.Environment["COLUMNS"] = "140";

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ConsoleResult("fleet " + string.Join(' ', arguments), process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a command and waits for its end.</summary>
    public Task<ConsoleResult> RunAsync(CancellationToken cancellationToken, params string[] arguments) => RunAsync(arguments, cancellationToken);
}
