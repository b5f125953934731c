using System.Diagnostics.CodeAnalysis;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Targets;

/// <summary>
/// Whose turn it is with a target. The system lets a process be traced by one other at a time: a dump that is asked for while a look is
/// under way would fail, and a look while a dump is written as well.
/// </summary>
internal sealed class TargetTurns
{
    private readonly Dictionary<InstanceIdentity, TaskCompletionSource> _taken = [];
    private readonly Lock _lock = new();

    /// <summary>Takes the turn if nobody has it.</summary>
    /// <param name="instance">Of which target.</param>
    /// <param name="turn">Ours until it is disposed of.</param>
    /// <param name="other">Done when whoever has it is through.</param>
    public bool TryTake(InstanceIdentity instance, [NotNullWhen(true)] out IDisposable? turn, [NotNullWhen(false)] out Task? other)
    {
        lock (_lock)
        {
            if (_taken.TryGetValue(instance, out var taken))
            {
                (turn, other) = (null, taken.Task);
                return false;
            }

            _taken[instance] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (turn, other) = (new Turn(this, instance), null);
            return true;
        }
    }

    /// <summary>Waits for the turn.</summary>
    /// <param name="instance">Of which target.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ours until it is disposed of.</returns>
    public async Task<IDisposable> TakeAsync(InstanceIdentity instance, CancellationToken cancellationToken)
    {
        IDisposable? turn;
        while (!TryTake(instance, out turn, out var other))
            await other.WaitAsync(cancellationToken);
        return turn;
    }

    private void End(InstanceIdentity instance)
    {
        lock (_lock)
        {
            if (_taken.Remove(instance, out var ended))
                ended.SetResult();
        }
    }

    private sealed class Turn(TargetTurns turns, InstanceIdentity instance) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                turns.End(instance);
        }
    }
}
