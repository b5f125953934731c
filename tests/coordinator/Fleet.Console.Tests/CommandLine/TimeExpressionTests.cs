using Fleet.Console.CommandLine;

namespace Fleet.Console.Tests.CommandLine;

public sealed class TimeExpressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("now", "2026-03-03T12:00:00Z")]
    [InlineData("10m", "2026-03-03T11:50:00Z")]
    [InlineData("10min", "2026-03-03T11:50:00Z")]
    [InlineData("-2h", "2026-03-03T10:00:00Z")]
    [InlineData("1d12h30m5s", "2026-03-01T23:29:55Z")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T05:30", "2026-03-01T05:30:00Z")]
    [InlineData("2026-03-01T05:30:00+02:00", "2026-03-01T03:30:00Z")]
    public void A_moment_is_ISO_8601_in_UTC_or_so_long_ago(string text, string expected)
    {
        Assert.True(TimeExpression.TryParse(text, Now, out var at));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), at);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("yesterday")]
    [InlineData("2x")]
    [InlineData("12")]
    [InlineData("999999d")]
    [InlineData("2026-13-01")]
    public void What_is_neither_is_refused(string text) => Assert.False(TimeExpression.TryParse(text, Now, out _));
}
