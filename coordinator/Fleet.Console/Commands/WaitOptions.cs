using System.CommandLine;
using System.Globalization;
using Fleet.Console.CommandLine;

namespace Fleet.Console.Commands;

/// <summary><c>--wait</c> and <c>--timeout SECONDS</c>.</summary>
internal sealed class WaitOptions(TimeSpan atMost)
{
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until it is done; exit code 1 when it fails." };

    private readonly Option<int?> _timeout = NumberOption.Create(
        "--timeout", "a number of seconds above 0", 1,
        string.Create(CultureInfo.InvariantCulture, $"How long to wait at most, in seconds. Default: {atMost.TotalSeconds}."), "SECONDS");

    public void AddTo(Command command)
    {
        command.Add(_wait);
        command.Add(_timeout);
    }

    /// <summary>How long to wait at most; null: not at all.</summary>
    public TimeSpan? Read(ParseResult parsed) =>
        !parsed.GetValue(_wait) ? null : parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : atMost;
}
