using Fleet.Agent.Targets;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Commands;

/// <summary>Finds the process that a command is about.</summary>
internal sealed class CommandTarget(TargetSet targets, IProcessTable processes)
{
    /// <summary>The target.</summary>
    /// <exception cref="CommandFailedException">It does not run any more, or is none of ours.</exception>
    public TargetProcess Of(Command command)
    {
        if (command.Instance?.StartedAt is null)
            throw new CommandFailedException("the command names no process");

        var wanted = new InstanceIdentity(command.Instance.NodeId, command.Instance.Pid, command.Instance.StartedAt.ToDateTimeOffset());
        if (targets.Find(wanted) is { } target && processes.IsRunning(wanted.Pid, target.Process.StartedAt))
            return target;

        var other = targets.Current.FirstOrDefault(candidate => candidate.Identity.Pid == wanted.Pid);
        throw new CommandFailedException(other is not null && other.Identity != wanted
            ? $"process {wanted.Pid} that started {wanted.StartedAt:O} has ended and its pid is now of {other.Identity}; ask for that one if you mean it"
            : $"process {wanted.Pid} that started {wanted.StartedAt:O} does not run on this node any more; see which instances do");
    }
}
