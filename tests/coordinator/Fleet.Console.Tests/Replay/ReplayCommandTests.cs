using System.IO.Compression;
using System.Text;
using Fleet.Console.Tests.Service;

namespace Fleet.Console.Tests.Replay;

public sealed class ReplayCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("this is no summary\n")]
    public async Task A_file_without_a_summary_is_a_failure(string content)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, content);

            var run = (await FleetProcess.RunAsync("replay", path)).Expect(1);

            Assert.Contains("The series holds no summary.", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Of_a_file_that_is_wrong_in_every_line_the_first_lines_are_told_and_the_others_counted()
    {
        var run = (await ReplayAsync(Gzip(string.Concat(Enumerable.Repeat("no summary\n", 1000))))).Expect(1);

        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.EndsWith(": 995 more lines skipped: is it a recorded series?", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_that_is_cut_off_is_analysed_as_far_as_it_goes_and_is_a_failure()
    {
        var whole = Gzip(string.Concat(Enumerable.Range(0, 2000).Select(Line)));

        var run = (await ReplayAsync(whole[..(whole.Length / 2)], "--json")).Expect(1);

        var summaries = run.Json.GetProperty("summaries").GetInt64();
        Assert.InRange(summaries, 100, 1900);
        Assert.Equal((0, 1), (run.Json.GetProperty("skippedLines").GetInt64(), run.Json.GetProperty("instances").GetInt32()));
        var last = At((int)summaries - 1);
        Assert.Contains(
            FormattableString.Invariant($" ends too early, in the middle of the compressed data after summary {summaries:N0} (dma-03/4711, {last:yyyy-MM-dd HH:mm:ss}Z): "),
            run.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_gzip_that_lacks_its_very_end_is_cut_off_though_all_of_its_summaries_are_there(int missing)
    {
        var whole = Gzip(string.Concat(Enumerable.Range(0, 20).Select(Line)));

        var run = (await ReplayAsync(whole[..^missing])).Expect(1);

        Assert.StartsWith("20 summaries of 1 instance", run.Output, StringComparison.Ordinal);
        Assert.Contains(" ends too early, in the middle of the compressed data after summary 20 (", run.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_that_is_cut_off_before_its_first_summary_says_so()
    {
        var run = (await ReplayAsync(Gzip(Line(0))[..20])).Expect(1);

        Assert.EndsWith(" ends too early, before its first summary is whole: copy or record the whole file.", run.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_gzip_of_several_parts_is_no_failure()
    {
        var run = (await ReplayAsync([.. Gzip(Line(0)), .. Gzip(Line(1))])).Expect(0);

        Assert.StartsWith("2 summaries of 1 instance", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task A_gzip_that_is_damaged_at_its_end_is_not_taken_for_one_that_is_cut_off()
    {
        var damaged = Gzip(Line(0));
        damaged[^8] ^= 0xFF;

        var run = (await ReplayAsync(damaged)).Expect(1);

        Assert.Contains(" is damaged: ", run.Complaint, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    private static DateTimeOffset At(int look) => new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).AddMinutes(5 * look);

    // Bytes that don't compress: a cut in the middle of the file is one in the middle of the series.
    private static string Line(int look) => FormattableString.Invariant(
        $$"""{"at":"{{At(look):O}}","node":"dma-03","process":{"name":"SLScripting","pid":4711,"startedAt":"2026-03-01T00:00:00Z","bits":64},"memory":{"privateBytes":1},"types":[["T","M",1,2,3]],"x":"{{Guid.NewGuid()}}"}{{'\n'}}""");

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static async Task<Finished> ReplayAsync(byte[] content, params string[] options)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, content);
            return await FleetProcess.RunAsync(["replay", path, .. options]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
