using Fleet.Console.Rendering;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Spectre.Console;

namespace Fleet.Console.Commands;

/// <summary>For logs: a line for every new state of a command, none for every megabyte.</summary>
internal sealed class LineDisplay(IAnsiConsole console) : ICommandDisplay
{
    private readonly Dictionary<string, (CommandState, DumpState, bool, string)> _shown = [];
    private bool _absent;

    public void Show(IReadOnlyList<CommandStatus> commands)
    {
        foreach (var command in commands)
        {
            var state = (command.State, command.Dump?.State ?? DumpState.Unspecified, command.NodeConnected, command.HeldUp());
            if (!_shown.TryGetValue(command.Id, out var before) || before != state)
            {
                _shown[command.Id] = state;
                _absent = false;
                console.Say($"{command.Instance()}: {command.ProgressAndHindrance()}");
            }
        }
    }

    public void Absent(string reason)
    {
        if (!_absent)
        {
            _absent = true;
            console.Say($"{reason} Waiting on.");
        }
    }
}
