using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Tests.Codec;

public sealed class RetentionMappingTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_path_arrives_as_it_was()
    {
        var path = Path("Acme.Cache.Sessions", 7) with { Steps = [new("Acme.Node", "Acme", Repeats: true), new("Acme.Session", "Acme")] };

        var result = Report(path).ToWire(At, 12.5);

        var arrived = Assert.Single(result.Paths).ToRecord();
        Assert.Equal(path, arrived with { Steps = path.Steps });
        Assert.Equal(path.Steps, arrived.Steps);
        Assert.Equal(("Acme.Session", true, 12.5, 3), (result.Type, result.Complete, result.PauseMs, result.PathsLeftOut));
        Assert.Equal(At, result.TakenAt.ToDateTimeOffset());
    }

    [Fact]
    public void Twenty_paths_are_told_and_the_rest_is_counted()
    {
        var result = Report([.. Enumerable.Range(1, 30).Select(i => Path($"F{i}", 100 - i))]).ToWire(At, 1);

        Assert.Equal((20, 3 + 10), (result.Paths.Count, result.PathsLeftOut));
        Assert.Equal("F1", result.Paths[0].RootName);
    }

    [Fact]
    public void An_answer_is_small_whatever_the_names_are_and_one_monster_does_not_hide_the_others()
    {
        var monster = Path(new string('x', 40_000), 1000);
        var wide = Enumerable.Range(1, 30).Select(i => Path(new string('y', 5_000), 100 - i));

        var result = Report([monster, .. wide, Path("Small", 1)]).ToWire(At, 1);

        Assert.InRange(result.CalculateSize(), 1, RetentionMapping.MostBytes + 1024);
        Assert.Equal(6, result.Paths.Count(path => path.RootName[0] == 'y'));
        Assert.Contains(result.Paths, path => path.RootName == "Small");
        Assert.Equal(3 + 32 - 7, result.PathsLeftOut);
    }

    private static RetentionPath Path(string field, long bytes) =>
        new(new RetentionRoot("static", field, "Acme"), [new("Acme.Session", "Acme")], 1, bytes, 2, bytes * 2);

    private static RetentionReport Report(params RetentionPath[] paths) => new()
    {
        Type = "Acme.Session",
        Objects = 1,
        Bytes = 24,
        Complete = true,
        Ms = 1,
        Paths = paths,
        PathsLeftOut = 3,
        References = [],
    };
}
