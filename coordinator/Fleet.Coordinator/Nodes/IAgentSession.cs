using Fleet.Contracts.AgentApi;
using Orleans.Concurrency;

namespace Fleet.Coordinator.Nodes;

/// <summary>The live stream of an agent, on whatever silo holds it.</summary>
[Alias("fleet.IAgentSession")]
internal interface IAgentSession : IGrainObserver
{
    /// <summary>Sends a command down the stream. Not waited for: it is sent again until it is answered.</summary>
    [OneWay]
    [Alias("Deliver")]
    Task Deliver(Command command);

    /// <summary>Ends the stream: another one has taken its place.</summary>
    [OneWay]
    [Alias("Supersede")]
    Task Supersede(string reason);
}
