using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Coordinator.Nodes;

/// <summary>A node: what runs there, who is connected for it, and what it was asked to do. The key is the node id.</summary>
[Alias("fleet.INode")]
internal interface INodeGrain : IGrainWithStringKey
{
    /// <summary>A stream begins. Returns why it may not, or null; commands that wait are delivered at once.</summary>
    /// <param name="hello">How the agent introduces itself.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="sessionId">Of the stream.</param>
    /// <param name="session">The stream.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("Attach")]
    Task<string?> Attach(Hello hello, string address, string sessionId, IAgentSession session, CancellationToken cancellationToken);

    /// <summary>A stream has ended.</summary>
    [Alias("Detach")]
    Task Detach(string sessionId, CancellationToken cancellationToken);

    /// <summary>What an instance reference stands for. False: the stream is not known here (any more) and has to attach again.</summary>
    [Alias("Announce")]
    Task<bool> Announce(string sessionId, InstanceAnnouncement announcement, CancellationToken cancellationToken);

    /// <summary>What runs now. False: as above.</summary>
    [Alias("Beat")]
    Task<bool> Beat(string sessionId, Heartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>A look failed. False: as above.</summary>
    [Alias("LookFailed")]
    Task<bool> LookFailed(string sessionId, LookFailure failure, CancellationToken cancellationToken);

    /// <summary>
    /// A look succeeded: what was said of one that failed before is over. Summaries wait in the agent's spool and failures don't, so one that is
    /// told of now may have been taken before the failure.
    /// </summary>
    /// <returns>Whether nothing is said against the instance any more; null: the stream is not known, as above.</returns>
    [Alias("LookSucceeded")]
    Task<bool?> LookSucceeded(string sessionId, uint instanceRef, DateTimeOffset takenAt, CancellationToken cancellationToken);

    /// <summary>How a command fares.</summary>
    [Alias("Answer")]
    Task Answer(CommandUpdate update, CancellationToken cancellationToken);

    /// <summary>Asks the node for something; a command that was asked before is not asked again.</summary>
    [Alias("Ask")]
    Task<CommandStatus> Ask(Command command, CancellationToken cancellationToken);

    /// <summary>How a command fares; null when the node does not know it.</summary>
    [Alias("Command")]
    Task<CommandStatus?> Command(string commandId, CancellationToken cancellationToken);

    /// <summary>How the newest commands fare that are kept, newest first, without what retentions found.</summary>
    /// <param name="top">So many; 0: all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("Commands")]
    Task<NewestCommands> Commands(int top, CancellationToken cancellationToken);

    /// <summary>Who asked has kept the answer to a command that is over: the node need not. How the command ended stays known.</summary>
    [Alias("ForgetAnswer")]
    Task ForgetAnswer(string commandId, CancellationToken cancellationToken);

    /// <summary>Forgets what is known of the node and gives up what it was asked for; false: it is connected, and nothing is forgotten.</summary>
    [Alias("Forget")]
    Task<bool> Forget(CancellationToken cancellationToken);

    /// <summary>The node itself.</summary>
    [Alias("Describe")]
    Task<Node> Describe(CancellationToken cancellationToken);

    /// <summary>Its instances; ended ones too when asked for.</summary>
    [Alias("Instances")]
    Task<List<FleetInstance>> Instances(bool all, CancellationToken cancellationToken);
}
