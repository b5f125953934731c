using Fleet.LeakLab.Baselines;
using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Tests.Baselines;

public sealed class BaselineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leak-lab-tests").FullName;

    public static TheoryData<string> Names => [.. BaselineCatalogue.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("linear")]
    [InlineData("mann-kendall")]
    [InlineData("resin")]
    public async Task A_straight_rise_is_claimed_with_its_rate_and_protocol(string name)
    {
        var verdict = await Judge(name, i => 10_000_000 + (400_000L * i), limit: 4L << 30);
        var claim = Assert.Single(verdict.Incidents);
        Assert.Equal("Skyline.Entry", claim.Type);
        Assert.Equal("Generic Ping", claim.Protocol!.Name);
        Assert.Equal(["1.0.0.4_DEV"], claim.Protocol.Versions);
        Assert.Equal("12", claim.QAction);
        Assert.InRange(claim.BytesPerHour!.Estimate, 790_000, 810_000);
        Assert.Equal(300, verdict.Summaries);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_stands_still_is_not_claimed(string name) =>
        Assert.Empty((await Judge(name, i => 10_000_000 + (i % 7 * 50_000L), limit: 4L << 30)).Incidents);

    [Theory]
    [InlineData("linear")]
    [InlineData("mann-kendall")]
    public async Task What_has_stopped_growing_is_not_claimed_any_more(string name) =>
        Assert.Empty((await Judge(name, i => 10_000_000 + (2_000_000L * Math.Min(i, 10)), limit: 4L << 30)).Incidents);

    [Fact]
    public async Task A_threshold_is_blind_until_the_limit_is_near()
    {
        Assert.Empty((await Judge("threshold", i => 10_000_000 + (400_000L * i), limit: 4L << 30)).Incidents);
        Assert.Equal("Skyline.Entry", Assert.Single((await Judge("threshold", i => 10_000_000 + (400_000L * i), limit: 200_000_000)).Incidents).Type);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Lines_that_cannot_be_read_are_counted(string name)
    {
        var played = Played.Family("bad-delivery");
        var file = Path.Combine(_folder, "fleet.ndjson");
        await File.WriteAllBytesAsync(file, played.Bytes, TestContext.Current.CancellationToken);
        var verdict = Assert.Single(await BaselineCatalogue.Create(name).JudgeAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal((played.Truth.Summaries, played.Truth.TornLines), (verdict.Summaries, verdict.SkippedLines));
    }

    // One process, looked at every half hour.
    private async Task<Verdict> Judge(string name, Func<int, long> bytes, long limit)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.ndjson");
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 300).Select(i => $$"""
            {"at":"{{start.AddMinutes(30 * i):yyyy-MM-ddTHH:mm:ssZ}}","node":"dma-01","process":{"name":"SLScripting","pid":7,"startedAt":"2026-03-01T00:00:00Z","bits":32},"protocols":[],"memory":{"privateBytes":{{bytes(i) + 60_000_000}},"managedBytes":{{bytes(i) + 10_000_000}},"limitBytes":{{limit}},"gcCounts":[9,3,1]},"types":[["Skyline.Entry","Generic Ping.1.0.0.4_DEV.QAction.12",{{bytes(i) / 48}},{{bytes(i)}},{{bytes(i)}}],["System.String","mscorlib",1000,64000,64000]]}
            """));
        return Assert.Single(await BaselineCatalogue.Create(name).JudgeAsync(file, TestContext.Current.CancellationToken));
    }
}
