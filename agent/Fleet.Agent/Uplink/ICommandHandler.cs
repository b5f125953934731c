using Fleet.Contracts.AgentApi;

namespace Fleet.Agent.Uplink;

/// <summary>Carries out what the coordinator asks for.</summary>
public interface ICommandHandler
{
    /// <summary>
    /// Takes a command over and returns soon; the work goes on elsewhere and is answered through the <see cref="UplinkOutbox"/>.
    /// A command that was seen before is answered with what became of it and not carried out again.
    /// </summary>
    Task HandleAsync(Command command, CancellationToken cancellationToken);
}
