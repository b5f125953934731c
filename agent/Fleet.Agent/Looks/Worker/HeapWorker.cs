using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Agent.Looks.Holders;
using Fleet.Contracts.Heap;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Looks.Worker;

/// <summary>
/// Runs a heap worker as a child process and believes it nothing: it is ended when it takes too long, too much memory, or writes too
/// much. Its death resumes the target. It holds the other end of a pipe, and ends by itself when the agent dies.
/// </summary>
internal sealed class HeapWorker(HeapWorkerFile file, IOptions<LookOptions> options, TimeProvider time)
{
    // The worker keeps its own deadline and says so; ours, a little later, is for one that hangs.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>Has one heap read.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="startedAt">Its start, UTC, by the clock.</param>
    /// <param name="bits">Its bitness.</param>
    /// <param name="cancellationToken">Ends the worker.</param>
    /// <param name="holders">What is asked besides the histogram, with a bound of its own; null: nothing.</param>
    /// <exception cref="OperationCanceledException">The agent stops; the worker is ended.</exception>
    public async Task<WorkerResult> RunAsync(int pid, DateTimeOffset startedAt, int bits, CancellationToken cancellationToken, HolderQuestion? holders = null)
    {
        var path = file.PathFor(bits);
        if (!File.Exists(path))
            return WorkerResult.Of(WorkerFailure.Misbehaved, $"there is no heap worker for {bits}-bit processes at {path}; install it there or set Looks:WorkerPath");

        using var process = new Process { StartInfo = StartInfo(path, pid, startedAt, holders) };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return WorkerResult.Of(WorkerFailure.Misbehaved, $"the heap worker {path} can't be started: {exception.Message}");
        }

        OutOfMemoryPriority.First(process.Id);
        using var bounds = new WorkerBounds(process, new HeldTarget(pid, process.Id, LongestPause(holders), time), options.Value, s_grace, time, cancellationToken);
        var result = await ReadAsync(process, bounds);
        cancellationToken.ThrowIfCancellationRequested();
        return result.Summary is { } summary && summary.Process.Pid != pid
            ? WorkerResult.Of(WorkerFailure.Misbehaved, $"the heap worker was asked about pid {pid} and answered about pid {summary.Process.Pid}")
            : result;
    }

    private async Task<WorkerResult> ReadAsync(Process process, WorkerBounds bounds)
    {
        var errors = FirstLine.ReadAsync(process.StandardError);
        HeapSummary? summary = null;
        string? unreadable = null;
        var output = new LimitedStream(process.StandardOutput.BaseStream, options.Value.WorkerOutputBytes);
        try
        {
            summary = await HeapSummaryJson.ReadAsync(output, CancellationToken.None);
        }
        catch (JsonException exception) when (output.Position > 0)
        {
            // It may have ended by itself already: then there is nothing to end, and this is still what was wrong.
            unreadable = $"the heap worker's answer can't be understood: {exception.Message.ReplaceLineEndings(" ")}";
            bounds.End(unreadable);
        }
        catch (JsonException)
        {
            // It wrote nothing: its exit code and its line say why.
        }
        catch (StreamLimitException exception)
        {
            bounds.End(exception.Message);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        var line = await errors;
        if (bounds.EndedFor is { } reason)
            return WorkerResult.Of(WorkerFailure.Misbehaved, reason);

        return process.ExitCode switch
        {
            0 when summary is not null => WorkerResult.Of(summary),
            0 => WorkerResult.Of(WorkerFailure.Misbehaved, unreadable ?? "the heap worker ended well without an answer"),
            >= 1 and <= 6 when line.Length > 0 => WorkerResult.Of((WorkerFailure)process.ExitCode, line),
            var code => WorkerResult.Of(WorkerFailure.Misbehaved, $"the heap worker died with exit code {code}{(line.Length > 0 ? ": " + line : "")}"),
        };
    }

    // A look that may exceed its pause has no bound but the deadline.
    private TimeSpan LongestPause(HolderQuestion? holders) =>
        s_grace + (holders is not null ? holders.LongestPause : options.Value.Overrun == PauseOverrun.Exceed ? options.Value.Deadline : options.Value.PauseBudget);

    private ProcessStartInfo StartInfo(string path, int pid, DateTimeOffset startedAt, HolderQuestion? holders)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetDirectoryName(path)!,
        };
        string[] arguments =
        [
            "--pid", pid.ToString(CultureInfo.InvariantCulture),
            "--started-at", startedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            "--pause-budget-ms", Math.Max(1, (long)(holders?.LongestPause ?? options.Value.PauseBudget).TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
            "--overrun", (holders is null ? options.Value.Overrun : PauseOverrun.Skip).ToString(),
            "--deadline-ms", ((long)options.Value.Deadline.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
            "--parent-pipe",
            .. holders is null ? [] : new[] { "--retention", holders.Asked },
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // Half of the bound is for what is not managed: the runtime, the DAC, read buffers.
        start.Environment["DOTNET_GCHeapHardLimit"] = (options.Value.WorkerMemoryBytes / 2).ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        // A worker that is killed would leave its diagnostics socket behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }
}
