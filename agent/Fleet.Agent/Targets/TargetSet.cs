using Fleet.Contracts.Identity;

namespace Fleet.Agent.Targets;

/// <summary>The targets that run now.</summary>
internal sealed class TargetSet
{
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<TargetProcess> _current = [];

    /// <summary>As last discovered.</summary>
    public IReadOnlyList<TargetProcess> Current => _current;

    /// <summary>Done when processes were listed for the first time: until then nothing can be said to be missing.</summary>
    public Task Listed => _listed.Task;

    /// <summary>A target by its identity; null when it does not run.</summary>
    public TargetProcess? Find(InstanceIdentity identity) => _current.FirstOrDefault(target => target.Identity == identity);

    /// <summary>Replaces all.</summary>
    public void Replace(IReadOnlyList<TargetProcess> targets)
    {
        _current = targets;
        _listed.TrySetResult();
    }
}
