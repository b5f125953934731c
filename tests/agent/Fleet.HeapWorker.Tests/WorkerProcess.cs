using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Tests.Workloads;

namespace Fleet.HeapWorker.Tests;

/// <summary>What a worker process left behind.</summary>
internal sealed record WorkerOutcome(int ExitCode, string Output, string Errors)
{
    /// <summary>The one document on standard output.</summary>
    public async Task<HeapSummary> SummaryAsync()
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Output));
        return await HeapSummaryJson.ReadAsync(stream, TestContext.Current.CancellationToken);
    }
}

/// <summary>Starts the real worker, as the agent does.</summary>
internal static class WorkerProcess
{
    public static string Path { get; } = ShapeProcess.Sibling("Fleet.HeapWorker", "fleet-heap-worker");

    public static Task<WorkerOutcome> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(Path, arguments);

    public static async Task<WorkerOutcome> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        using var worker = Start(program, arguments);
        return await OutcomeAsync(worker);
    }

    public static Process Start(string program, IReadOnlyList<string> arguments, long? managedBytes = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (managedBytes is { } limit)
            start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("X", CultureInfo.InvariantCulture); // as the agent does
        return Process.Start(start)!;
    }

    /// <summary>Runs it with a limit to its managed memory.</summary>
    /// <returns>What it left behind, and its peak of resident bytes.</returns>
    public static async Task<(WorkerOutcome Outcome, long PeakBytes)> RunLimitedAsync(long managedBytes, params IReadOnlyList<string> arguments)
    {
        using var worker = Start(Path, arguments, managedBytes);
        var outcome = OutcomeAsync(worker);
        // The kernel keeps the peak for as long as the process lives, and tells nobody afterwards.
        long peak = 0;
        while (!worker.WaitForExit(2))
            peak = Math.Max(peak, PeakBytes(worker.Id));

        return (await outcome, peak);
    }

    private static long PeakBytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan("VmHWM:".Length).TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0; // it ended
        }
    }

    public static async Task<WorkerOutcome> OutcomeAsync(Process worker)
    {
        var output = worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = worker.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new WorkerOutcome(worker.ExitCode, await output, await errors);
    }

    /// <summary>Waits until the worker holds the target, or has ended without our seeing it.</summary>
    public static void AwaitHold(Process worker, ShapeProcess target)
    {
        while (target.Status("TracerPid") == "0" && !worker.HasExited)
            Thread.Yield();
    }
}
