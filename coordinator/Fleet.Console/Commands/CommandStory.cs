using Fleet.Console.Dumps;
using Fleet.Console.Rendering;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace Fleet.Console.Commands;

/// <summary>One command for the person who asked for it, or wonders who did.</summary>
internal static class CommandStory
{
    public static void Write(IAnsiConsole console, CommandStatus command, DateTimeOffset now)
    {
        console.Say($"{CommandWords.AskedFor(command)} · {command.Instance()}", Palette.Strong);
        console.Fact("id", command.Id);
        console.Fact("instance", command.InstanceId);
        console.Fact("state", command.Progress(), CommandWords.Style(command.State));
        console.Fact(command.State is CommandState.Failed or CommandState.Expired ? "why" : "detail", command.Detail);
        console.Fact("module", command.Module);
        console.Fact("requested", $"{At(command.RequestedAt, now)}{(command.RequestedBy.Length > 0 ? $", by {command.RequestedBy}" : "")}");
        console.Fact(command.IsOver() ? "ended" : "last word", command.UpdatedAt is null ? "" : At(command.UpdatedAt, now));
        console.Fact("valid until", command.State is CommandState.Pending && command.ExpiresAt is not null ? Ages.Moment(command.ExpiresAt) : "");
        console.Fact("node", command.IsOver() || command.NodeConnected ? "" : $"{command.NodeName} is not connected", Palette.Bad);
        if (command.Dump is { } dump)
        {
            console.Fact("dump", DumpWords.State(dump.State));
            console.Fact("size", dump.BytesTotal > 0 ? Units.Bytes(dump.BytesTotal) : "");
            console.Fact("on its node", dump.PathOnNode);
        }

        console.Fact("found", command.Retention is { } answer ? $"{Words.Number(answer.Paths.Count, "path")} of holders: --json shows them" : "");
    }

    private static string At(Timestamp? at, DateTimeOffset now) => $"{Ages.Moment(at)}, {Ages.Ago(at, now)}";
}
