using Fleet.Console.Rendering;
using Fleet.Contracts.ConsoleApi;
using Spectre.Console;

namespace Fleet.Console.Commands;

/// <summary>For a live screen: a bar for every command.</summary>
internal sealed class BarDisplay(ProgressContext context) : ICommandDisplay
{
    private readonly Dictionary<string, ProgressTask> _bars = [];

    public void Show(IReadOnlyList<CommandStatus> commands)
    {
        foreach (var command in commands)
        {
            if (!_bars.TryGetValue(command.Id, out var bar))
            {
                _bars[command.Id] = bar = context.AddTask(Label(command), maxValue: 1);
            }

            var size = command.Dump is { BytesTotal: > 0 } dump ? Math.Clamp(dump.BytesDone / (double)dump.BytesTotal, 0, 1) : (double?)null;
            bar.Description = Label(command);
            bar.IsIndeterminate = size is null && !command.IsOver();
            bar.Value = command.IsOver() ? 1 : size ?? 0;
            if (command.IsOver())
            {
                bar.StopTask();
            }
        }
    }

    public void Absent(string reason)
    {
        foreach (var bar in _bars.Values.Where(b => !b.IsFinished))
        {
            bar.IsIndeterminate = true;
        }
    }

    private static string Label(CommandStatus command) => Markup.Escape(Clean.Line($"{command.Instance()} {command.ProgressAndHindrance()}"));
}
