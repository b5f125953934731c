using Fleet.Contracts.Heap;

namespace Fleet.Agent.Looks.Worker;

/// <summary>What a heap worker came back with: a summary, or a failure and its line.</summary>
/// <param name="Summary">Null when there is none.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Line">One line for an operator; empty when there is a summary.</param>
internal sealed record WorkerResult(HeapSummary? Summary, WorkerFailure Failure, string Line)
{
    /// <summary>A summary.</summary>
    public static WorkerResult Of(HeapSummary summary) => new(summary, WorkerFailure.None, "");

    /// <summary>No summary.</summary>
    public static WorkerResult Of(WorkerFailure failure, string line) => new(null, failure, line);
}

/// <summary>Why a heap worker gave no summary; the first ones are its exit codes.</summary>
internal enum WorkerFailure
{
    /// <summary>It gave one.</summary>
    None = 0,

    /// <summary>It says why.</summary>
    Failed = 1,

    /// <summary>It did not understand us.</summary>
    Usage = 2,

    /// <summary>The process has ended, or another one has its pid.</summary>
    ProcessGone = 3,

    /// <summary>Not a .NET process.</summary>
    NotDotNet = 4,

    /// <summary>The process may not be read.</summary>
    NoPermission = 5,

    /// <summary>The look would have cost more than its budget.</summary>
    OverBudget = 6,

    /// <summary>It had to be ended, crashed, could not be started, or wrote nonsense.</summary>
    Misbehaved = 100,
}
