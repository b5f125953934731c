using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Retention;

namespace Fleet.HeapWorker;

/// <summary>The command line of one look.</summary>
internal sealed record WorkerArguments
{
    public const string Usage =
        "fleet-heap-worker (--pid N [--started-at UTC] [--pause-budget-ms N] [--overrun skip|exceed|estimate] [--deadline-ms N] [--concurrent-from BYTES] [--verify] | --dump FILE [--dominators]) [--retention [TYPE]] [--threads N] [--insights [--insights-text]] [--parent-pipe]";

    /// <summary>Process to look at; 0 when a dump is.</summary>
    public int Pid { get; private init; }

    /// <summary>Dump to look into; null when a process is.</summary>
    public string? Dump { get; private init; }

    /// <summary>Start of the process, UTC.</summary>
    public DateTimeOffset? StartedAt { get; private init; }

    /// <summary>Longest suspension; null for the usual.</summary>
    public TimeSpan? PauseBudget { get; private init; }

    /// <summary>What to do when the suspension would have to be longer.</summary>
    public PauseOverrun Overrun { get; private init; }

    /// <summary>Tenured bytes from which on they are read while the process runs; null for the default.</summary>
    public long? ConcurrentFrom { get; private init; }

    /// <summary>Walk everything once more while the process stands still, and fail when the two walks differ.</summary>
    public bool Verify { get; private init; }

    /// <summary>Longest time for the look; null for the default.</summary>
    public TimeSpan? Deadline { get; private init; }

    /// <summary>Threads that walk; null for the default.</summary>
    public int? Threads { get; private init; }

    /// <summary>Who holds what; null when that is not asked.</summary>
    public RetentionOptions? Retention { get; private init; }

    /// <summary>Give up when standard input ends: whoever started us is gone.</summary>
    public bool ParentPipe { get; private init; }

    /// <summary>Say what is wasteful or wrong too.</summary>
    public bool Insights { get; private init; }

    /// <summary>Strings and messages may be in what is said.</summary>
    public bool InsightsText { get; private init; }

    /// <summary>Reads a command line; says what is wrong with it otherwise.</summary>
    public static bool TryParse(
        ReadOnlySpan<string> args, [NotNullWhen(true)] out WorkerArguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        arguments = null;
        problem = null;
        var parsed = new WorkerArguments();
        for (var i = 0; i < args.Length && problem is null; i++)
        {
            var option = args[i];
            if (parsed.WithSwitch(option) is { } switched)
            {
                parsed = switched;
                continue;
            }

            // The one option whose value may be left out.
            if (option == "--retention")
            {
                var type = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : null;
                parsed = parsed with { Retention = parsed.RetentionAsked with { Type = type } };
                continue;
            }

            if (i + 1 == args.Length)
            {
                problem = $"'{option}' is not an option, or lacks its value";
                break;
            }

            (parsed, problem) = parsed.With(option, args[++i]);
        }

        problem ??= parsed is { InsightsText: true, Insights: false } ? "--insights-text goes with --insights" : null;
        problem ??= (parsed.Pid > 0) == (parsed.Dump is not null) ? "exactly one of --pid and --dump is needed" : null;
        problem ??= parsed.Retention is { Dominators: true } && parsed.Dump is null ? "--dominators goes with --dump" : null;
        if (problem is not null)
            return false;

        arguments = parsed;
        return true;
    }

    private RetentionOptions RetentionAsked => Retention ?? new RetentionOptions();

    private WorkerArguments? WithSwitch(string option) => option switch
    {
        "--parent-pipe" => this with { ParentPipe = true },
        "--verify" => this with { Verify = true },
        "--dominators" => this with { Retention = RetentionAsked with { Dominators = true } },
        "--insights" => this with { Insights = true },
        "--insights-text" => this with { InsightsText = true },
        _ => null,
    };

    private (WorkerArguments Arguments, string? Problem) With(string option, string value) => option switch
    {
        "--pid" when Positive(value, out var pid) => (this with { Pid = pid }, null),
        "--dump" when value.Length > 0 => (this with { Dump = value }, null),
        "--started-at" when DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var startedAt) => (this with { StartedAt = startedAt }, null),
        "--pause-budget-ms" when Positive(value, out var budget) => (this with { PauseBudget = TimeSpan.FromMilliseconds(budget) }, null),
        "--overrun" when Enum.TryParse<PauseOverrun>(value, ignoreCase: true, out var overrun) && Enum.IsDefined(overrun) => (this with { Overrun = overrun }, null),
        "--concurrent-from" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) =>
            (this with { ConcurrentFrom = bytes }, null),
        "--deadline-ms" when Positive(value, out var deadline) => (this with { Deadline = TimeSpan.FromMilliseconds(deadline) }, null),
        "--threads" when Positive(value, out var threads) && threads <= 64 => (this with { Threads = threads }, null),
        "--pid" or "--pause-budget-ms" or "--deadline-ms" or "--threads" => (this, $"{option} needs a whole number above 0, not '{value}'"),
        "--overrun" => (this, $"--overrun is skip, exceed or estimate, not '{value}'"),
        "--concurrent-from" => (this, $"--concurrent-from needs a number of bytes, not '{value}'"),
        "--started-at" => (this, $"{option} needs a time like 2026-01-31T12:00:00.000Z, not '{value}'"),
        "--dump" => (this, "--dump needs a file"),
        _ => (this, $"'{option}' is not an option"),
    };

    private static bool Positive(string value, out int number) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
