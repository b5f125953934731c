using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Fleet.Console.Rendering;

namespace Fleet.Console.CommandLine;

/// <summary>Moments on the command line: ISO 8601, or so long ago (<c>2h</c>, <c>-1d12h</c>).</summary>
internal static partial class TimeExpression
{
    private const string Forms = "give ISO 8601 (2026-03-03T05:00:00Z) or how long ago (10m, -2h, 1d12h)";

    /// <summary>ISO 8601 without an offset is UTC, as everything Fleet prints.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset at)
    {
        at = now;
        if (text is "now")
        {
            return true;
        }

        if (Ago().Match(text) is { Success: true, Length: > 1 } match
            && Part(match, "d", TimeSpan.TicksPerDay) + Part(match, "h", TimeSpan.TicksPerHour)
             + Part(match, "m", TimeSpan.TicksPerMinute) + Part(match, "s", TimeSpan.TicksPerSecond) is var ticks
            && ticks <= (now - DateTimeOffset.UnixEpoch).Ticks)
        {
            at = now.AddTicks(-(long)ticks);
            return true;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at)
            && text.Contains('-', StringComparison.Ordinal);
    }

    /// <summary>An option that takes a moment.</summary>
    public static Option<DateTimeOffset?> CreateOption(string name, string description, TimeProvider clock) => new(name)
    {
        Description = $"{description} ISO 8601, or how long ago: 10m, 2h, 1d.",
        HelpName = "TIME",
        CustomParser = result => Parse(result, clock),
    };

    /// <summary>Makes it wrong usage of a command that a time does not begin before it ends.</summary>
    public static void MustBeInOrder(Command command, Option<DateTimeOffset?> from, Option<DateTimeOffset?> to, TimeProvider clock) => command.Validators.Add(result =>
    {
        if (IsReadable(result.GetResult(from), clock) && IsReadable(result.GetResult(to), clock)
            && result.GetValue(from) is { } start && result.GetValue(to) is { } end && start >= end)
        {
            result.AddError($"--from ({Ages.Moment(start)}) must lie before --to ({Ages.Moment(end)})");
        }
    });

    /// <summary>True when the value of an option may be asked for: of one that is wrong, or lacks its moment, asking throws.</summary>
    private static bool IsReadable(OptionResult? given, TimeProvider clock) =>
        given is null || (!given.Errors.Any() && given.Tokens.All(token => TryParse(token.Value, clock.GetUtcNow(), out _)));

    private static DateTimeOffset? Parse(ArgumentResult result, TimeProvider clock)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text, clock.GetUtcNow(), out var at))
        {
            return at;
        }

        result.AddError($"'{text}' is no time: {Forms}");
        return null;
    }

    private static decimal Part(Match match, string unit, long ticks) =>
        match.Groups[unit] is { Success: true, Value: var number } ? decimal.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) * ticks : 0;

    [GeneratedRegex(@"^-?(?:(?<d>\d{1,6})d)?(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,6})m(?:in)?)?(?:(?<s>\d{1,6})s)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Ago();
}
