namespace Fleet.Coordinator.Gateway;

internal sealed partial class AgentSession
{
    [LoggerMessage(1511, LogLevel.Information, "Node {Name} ({Id}) is connected, agent {Version}; its spool is committed up to {Committed}.")]
    private partial void LogConnected(string name, string id, string version, long committed);

    [LoggerMessage(1512, LogLevel.Information, "Node {Name} ({Id}) has disconnected.")]
    private partial void LogDisconnected(string name, string id);

    [LoggerMessage(1513, LogLevel.Warning, "The end of the stream of node {Name} could not be noted: {Reason}")]
    private partial void LogLeaveFailed(string name, string reason);
}
