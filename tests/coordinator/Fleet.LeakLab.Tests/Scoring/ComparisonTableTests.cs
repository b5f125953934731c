using System.Text.Json;
using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Tests.Scoring;

public sealed class ComparisonTableTests
{
    [Fact]
    public void Engines_stand_side_by_side_with_their_intervals()
    {
        var table = ComparisonTable.Render([("one", [Score(found: 3)]), ("two", [Score(found: 1), Score(found: 1)])]);
        var recall = table.Split('\n').Single(line => line.StartsWith("| recall", StringComparison.Ordinal));
        Assert.Equal("| recall | 0.750 (0.30 to 0.95) | 0.250 (0.07 to 0.59) |", recall.Trim());
        Assert.Contains("| – | – |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_survives_being_written_to_a_file()
    {
        var written = JsonSerializer.Serialize(new ScoreFile("one", "test", [Score(3)]), ScoreFile.Json);
        var read = JsonSerializer.Deserialize<ScoreFile>(written, ScoreFile.Json)!;
        Assert.Equal(("one", "test"), (read.Engine, read.Split));
        Assert.Equal(new Ratio(2, 3), read.Fleets[0].Protocol);
        Assert.Equal([1.5, -2.0], read.Fleets[0].Delays);
    }

    private static FleetScore Score(int found) => new()
    {
        Fleet = "f",
        Family = "x",
        Unseen = true,
        LeakFree = false,
        Leaks = 4,
        Found = found,
        Claims = found,
        Protocol = new Ratio(2, 3),
        Delays = [1.5, -2],
    };
}
