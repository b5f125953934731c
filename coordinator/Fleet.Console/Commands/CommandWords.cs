using Fleet.Console.Dumps;
using Fleet.Console.Instances;
using Fleet.Console.Rendering;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Spectre.Console;

namespace Fleet.Console.Commands;

/// <summary>How a command fares, in words.</summary>
internal static class CommandWords
{
    public static bool IsOver(this CommandStatus command) =>
        command.State is CommandState.Succeeded or CommandState.Failed or CommandState.Expired;

    public static string Instance(this CommandStatus command) => InstanceWords.NameOfId(command.NodeName, command.InstanceId);

    /// <summary>For example <c>capturing, 1.2 GB of 3.7 GB</c>.</summary>
    public static string Progress(this CommandStatus command)
    {
        if (command.State is CommandState.Pending && !command.NodeConnected)
        {
            return $"waits for {command.NodeName} to connect{(command.ExpiresAt is { } at ? $", until {Ages.Moment(at)}" : "")}";
        }

        if (command.IsOver() || command.Dump is not { State: DumpState.Capturing or DumpState.Uploading } dump)
        {
            return State(command.State);
        }

        var size = dump.BytesTotal > 0 ? $", {Units.Bytes(dump.BytesDone)} of {Units.Bytes(dump.BytesTotal)}"
            : dump.BytesDone > 0 ? $", {Units.Bytes(dump.BytesDone)}" : "";
        return (dump.State is DumpState.Capturing ? "capturing" : "uploading") + size;
    }

    /// <summary>For example <c>full dump, to the coordinator</c>, <c>holders of Acme.Session</c>.</summary>
    public static string AskedFor(CommandStatus command) => command switch
    {
        { Action: "dump" } => $"{(command.DumpKind is DumpKind.Unspecified ? "" : $"{DumpWords.Kind(command.DumpKind)} ")}dump{(command.Upload ? ", to the coordinator" : "")}",
        { Action: "retention", Type.Length: > 0 } => $"holders of {command.Type}",
        { Action: "retention" } => "holders",
        _ => command.Action,
    };

    /// <summary>Why an upload does not come on, as its agent says; empty while it does.</summary>
    public static string HeldUp(this CommandStatus command) =>
        command is { State: CommandState.Running, Dump: { State: DumpState.Uploading, HeldUp: true } } ? command.Detail : "";

    /// <summary>How far it is, and why it does not come on.</summary>
    public static string ProgressAndHindrance(this CommandStatus command) =>
        command.HeldUp() is { Length: > 0 } why ? $"{command.Progress()}: {why}" : command.Progress();

    public static string State(CommandState state) => state switch
    {
        CommandState.Pending => "waiting for the agent",
        CommandState.Received => "received",
        CommandState.Running => "running",
        CommandState.Succeeded => "done",
        CommandState.Failed => "failed",
        CommandState.Expired => "expired",
        _ => "-",
    };

    public static Style Style(CommandState state) => state switch
    {
        CommandState.Succeeded => Palette.Good,
        CommandState.Failed or CommandState.Expired => Palette.Bad,
        _ => Palette.Plain,
    };
}
