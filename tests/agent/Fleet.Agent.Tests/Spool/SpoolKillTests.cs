using System.Diagnostics;
using System.Globalization;

namespace Fleet.Agent.Tests.Spool;

/// <summary>A real process that appends, killed without warning.</summary>
public sealed class SpoolKillTests : IDisposable
{
    private const int Kills = 8;

    private readonly SpoolDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_append_that_returned_is_there_after_kill_9()
    {
        Dictionary<ulong, string> returned = [];
        for (var round = 0; round < Kills; round++)
        {
            await AppendUntilKilledAsync(first: round * 100_000, lines: 5 + (round * 9), returned);

            using var spool = _directory.Open();
            var waiting = SpoolDirectory.Waiting(spool);
            var bySequence = waiting.ToDictionary(record => record.Sequence, record => record.Name);
            Assert.All(returned, append => Assert.Equal(append.Value, bySequence.GetValueOrDefault(append.Key)));
            Assert.Equal(0, spool.Statistics.Damaged);
            // At most the one append of each round that was killed between the disk and its word.
            Assert.InRange(waiting.Count - returned.Count, 0, round + 1);
            foreach (var (sequence, name) in waiting)
                returned[sequence] = name!;
        }
    }

    private async Task AppendUntilKilledAsync(int first, int lines, Dictionary<ulong, string> returned)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Fleet.Agent.SpoolWriter", new DirectoryInfo(AppContext.BaseDirectory).Name, "spool-writer");
        var start = new ProcessStartInfo(program, [_directory.FullPath, first.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var writer = Process.Start(start)!;
        try
        {
            for (var line = 0; line < lines; line++)
                Note(await writer.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)), returned);
        }
        finally
        {
            writer.Kill();
        }

        while (await writer.StandardOutput.ReadLineAsync() is { } rest)
            Note(rest, returned);
        await writer.WaitForExitAsync();
    }

    private static void Note(string? line, Dictionary<ulong, string> returned)
    {
        Assert.NotNull(line);
        // The very last line may be torn, too.
        if (line.Split(' ') is [var sequence, ['l', 'o', 'o', 'k', '-', _, ..] name])
            returned[ulong.Parse(sequence, CultureInfo.InvariantCulture)] = name;
    }
}
