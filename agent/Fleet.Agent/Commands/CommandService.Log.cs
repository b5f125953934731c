using Fleet.Contracts.AgentApi;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Commands;

internal sealed partial class CommandService
{
    [LoggerMessage(1500, LogLevel.Information, "Command {Id} ({Kind}) from {RequestedBy}")]
    private partial void LogReceived(string id, Command.ActionOneofCase kind, string requestedBy);

    [LoggerMessage(1501, LogLevel.Information, "Command {Id} was delivered again; it is {State}")]
    private partial void LogRepeated(string id, CommandState state);

    [LoggerMessage(1502, LogLevel.Information, "Going on with command {Id}, which was {State} when the agent ended")]
    private partial void LogResumed(string id, CommandState state);

    [LoggerMessage(1503, LogLevel.Information, "Command {Id}: {State} {Detail}")]
    private partial void LogFinished(string id, CommandState state, string detail);

    [LoggerMessage(1504, LogLevel.Warning, "A command with an id of {Length} characters that is no id was ignored")]
    private partial void LogMalformed(int length);

    [LoggerMessage(1505, LogLevel.Warning, "{Lines} lines of the command journal were damaged and left out")]
    private partial void LogDamaged(int lines);

    [LoggerMessage(1506, LogLevel.Error, "The outcome of command {Id} can't be kept: {Cause}")]
    private partial void LogNotKept(string id, string cause);
}
