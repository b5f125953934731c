using Fleet.DataMiner.Logs;

namespace Fleet.DataMiner.Tests.Logs;

public sealed class LogTests
{
    [Fact]
    public void Columns_before_the_text_are_told_apart()
    {
        Assert.True(LogLine.TryParse("2024/06/11 23:59:07.125|SLManagedScripting|Run()|ERR|0|211|QAction 2 | failed", out var line));
        Assert.Equal(new LogLine(new DateTime(2024, 6, 11, 23, 59, 7, 125), "SLManagedScripting", "ERR", "QAction 2 | failed"), line);
    }

    [Theory]
    [InlineData("2024/06/11 23:59:07|something happened", "", "something happened")]
    [InlineData("2024/06/11 23:59:07|Head End 7|something happened", "Head End 7", "something happened")]
    [InlineData("2024/06/11 23:59:07", "", "")]
    [InlineData("\uFEFF2024-06-11 23:59:07.1|Head End 7|x", "Head End 7", "x")]
    public void Fewer_columns_are_fine(string text, string source, string message)
    {
        Assert.True(LogLine.TryParse(text, out var line));
        Assert.Equal((source, message), (line.Source, line.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   at Skyline.Protocol.Run()")]
    [InlineData("2024/13/11 23:59:07|x")]
    [InlineData("|2024/06/11 23:59:07|x")]
    public void A_line_without_a_time_begins_no_entry(string text) => Assert.False(LogLine.TryParse(text, out _));

    [Fact]
    public void An_exception_of_many_lines_is_told_once()
    {
        var found = Detect(
            "2024/06/11 23:58:00|Head End 7|polling",
            "2024/06/11 23:59:07.125|SLManagedScripting|Run()|ERR|0|211|QAction 2 failed",
            "System.AggregateException: One or more errors occurred.",
            " ---> System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.",
            "   at QAction.Run(SLProtocol protocol)",
            "   --- End of inner exception stack trace ---",
            "System.OutOfMemoryException again",
            "2024/06/11 23:59:08|Head End 7|System.OutOfMemoryException in one line");

        Assert.Equal(2, found.Count);
        Assert.Equal((new DateTime(2024, 6, 11, 23, 59, 7, 125), "SLManagedScripting"), (found[0].LocalTime, found[0].Source));
        Assert.StartsWith("---> System.OutOfMemoryException", found[0].Line, StringComparison.Ordinal);
        Assert.Equal("Head End 7", found[1].Source);
    }

    [Fact]
    public void Other_words_are_no_alarm() =>
        Assert.Empty(Detect("2024/06/11 23:59:07|out of memory", "InsufficientMemoryException", "OutOfMemory"));

    [Fact]
    public void A_log_joined_in_the_middle_of_an_entry_is_told_once()
    {
        var found = Detect("System.OutOfMemoryException: a", "System.OutOfMemoryException: b");

        Assert.Null(Assert.Single(found).LocalTime);
    }

    private static List<OutOfMemoryEntry> Detect(params string[] lines)
    {
        var detector = new OutOfMemoryDetector();
        return [.. lines.Select(line => detector.Append(line)).OfType<OutOfMemoryEntry>()];
    }
}
