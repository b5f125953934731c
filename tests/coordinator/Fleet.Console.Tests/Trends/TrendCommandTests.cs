using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Tests.Trends;

public sealed class TrendCommandTests
{
    [Fact]
    public async Task Trend_draws_the_series_and_says_of_each_how_fast_it_grows()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTrendRequest>(Samples.Trend()));

        var run = (await host.RunAsync("trend", "--type", Samples.LeakingType, "--instance", "dma-07/4242", "--from", "2026-03-03T05:00:00Z")).Expect(0);

        var request = host.Fleet.Single<GetTrendRequest>();
        Assert.Equal((Samples.LeakingType, "dma-07/4242", Samples.Start), (request.Type, request.Instance, request.From.ToDateTimeOffset()));
        Assert.Contains(run.Lines, l => l.Contains('┤') && l.Contains("MB", StringComparison.Ordinal));
        Assert.Contains(run.Lines, l => l.StartsWith("dma-07/4242  Dictionary<UInt32, TrapRow>  140 MB  1,024", StringComparison.Ordinal)
            && l.EndsWith("growing  ▁▁▂▂▂▂▃▃▃▄▄▄▅▅▅▅▆▆▆▇▇▇▇█", StringComparison.Ordinal));
        Assert.All(run.Lines, l => Assert.True(l.Length <= 140, l));
    }

    [Fact]
    public async Task A_line_that_an_open_leak_counts_is_not_called_flat_and_the_two_rates_are_explained()
    {
        var trend = Samples.Trend();
        foreach (var series in trend.Series)
            series.Incidents.Add(new SeriesIncident { Id = "L7K2", Types_ = 3, BytesPerHour = new Estimate { Estimate_ = 30 * Samples.MB, Low = 28 * Samples.MB, High = 33 * Samples.MB } });
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTrendRequest>(trend));

        var run = (await host.RunAsync("trend", "--type", Samples.LeakingType)).Expect(0);

        Assert.Contains(run.Lines, l => l.StartsWith("dma-07/4242", StringComparison.Ordinal) && l.Contains("  growing, L7K2  ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, l => l.StartsWith("dma-08/77", StringComparison.Ordinal) && l.Contains("  not by itself, L7K2  ", StringComparison.Ordinal));
        Assert.Equal(
            "L7K2 counts 3 types that grow together: 30 MB/h (28 to 33) in dma-07/4242, 30 MB/h (28 to 33) in dma-08/77. "
            + "The rates above are of each line alone; 'fleet leak L7K2' tells more.",
            run.Lines[^1]);
        Assert.DoesNotContain("flat", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_fastest_are_drawn_and_the_rest_is_mentioned()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTrendRequest>(Samples.Trend()));

        var run = (await host.RunAsync("trend", "--protocol", "Generic Trap Receiver", "--lines", "1")).Expect(0);

        Assert.Equal("1 more series; --lines N draws more.", run.Lines[^1]);
        Assert.DoesNotContain("dma-08", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_every_point()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTrendRequest>(Samples.Trend()));

        var run = (await host.RunAsync("trend", "--instance", "dma-07/4242", "--json")).Expect(0);

        var point = run.Json.GetProperty("series")[0].GetProperty("points")[24];
        Assert.Equal(140 * Samples.MB, point.GetProperty("bytes").GetInt64());
        Assert.Equal(Samples.Start.AddHours(6), point.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_memory_of_a_process_is_drawn_twice_managed_and_private()
    {
        var series = Samples.Trend().Series[0];
        series.Type = "";
        foreach (var point in series.Points)
        {
            point.PrivateBytes = point.Bytes + (50 * Samples.MB);
        }

        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTrendRequest>(new GetTrendResponse { Series = { series } }));

        var run = (await host.RunAsync("trend", "--instance", "dma-07/4242")).Expect(0);

        Assert.Contains(run.Lines, l => l.EndsWith("a  dma-07/4242 managed heap", StringComparison.Ordinal));
        Assert.Contains(run.Lines, l => l.EndsWith("b  dma-07/4242 private bytes", StringComparison.Ordinal));
    }
}
