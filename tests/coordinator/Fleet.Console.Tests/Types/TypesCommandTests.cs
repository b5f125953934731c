using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;
using Fleet.Contracts.Wire;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Fleet.Console.Tests.Types;

public sealed class TypesCommandTests
{
    [Fact]
    public async Task Types_shows_bytes_share_and_count_and_how_much_is_left_out()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTypesRequest>(Histogram(complete: true)));

        var run = (await host.RunAsync("types", "dma-07/4242", "--top", "1")).Expect(0);

        Assert.Equal(1, host.Fleet.Single<GetTypesRequest>().Top);
        Assert.Equal("750 MB   75 %  23,570,233  IDirect.QosStatRow  IDirect.1.0.0.1.QAction.3", run.Lines[^2]);
        Assert.Equal("41 more types; --top 0 shows all.", run.Lines[^1]);
    }

    [Fact]
    public async Task A_heap_that_was_not_counted_whole_says_so()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTypesRequest>(Histogram(complete: false)));

        var run = (await host.RunAsync("types", "dma-07/4242")).Expect(0);

        Assert.Contains("Not complete: two regions changed", run.Lines);
    }

    [Fact]
    public async Task Json_asks_for_all_types()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTypesRequest>(Histogram(complete: true)));

        var run = (await host.RunAsync("types", "dma-07/4242", "--json", "--at", "2026-03-03T05:00:00Z")).Expect(0);

        Assert.Equal(0, host.Fleet.Single<GetTypesRequest>().Top);
        Assert.Equal(Samples.Start, host.Fleet.Single<GetTypesRequest>().At.ToDateTimeOffset());
        Assert.Equal(23_570_233, run.Json.GetProperty("types")[0].GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task An_unknown_instance_is_one_line_and_exit_code_1()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<GetTypesRequest>(
            r => throw new RpcException(new Status(StatusCode.NotFound, $"No instance {r.Instance} is known"))));

        var run = (await host.RunAsync("types", "dma-07/999")).Expect(1);

        Assert.Equal("No instance dma-07/999 is known.", run.Complaint);
    }

    [Fact]
    public async Task Diff_shows_what_grew_between_the_two_moments()
    {
        var grown = new DiffTypesResponse
        {
            InstanceId = Samples.IdOf(4242),
            From = Samples.Start.ToTimestamp(),
            To = Samples.Start.AddHours(2).ToTimestamp(),
            TypesTotal = 2,
            Types_ =
            {
                new TypeDifference { Name = "A.Row", Module = "m", BytesFrom = Samples.MB, BytesTo = 61 * Samples.MB, CountFrom = 10, CountTo = 1510 },
                new TypeDifference { Name = "B.Row", Module = "m", BytesFrom = 500, BytesTo = 200, CountFrom = 5, CountTo = 2 },
            },
        };
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<DiffTypesRequest>(grown));

        var run = (await host.RunAsync("diff", "dma-07/4242", "--from", "-2h", "--to", "1m")).Expect(0);

        var request = host.Fleet.Single<DiffTypesRequest>();
        Assert.Equal(TimeSpan.FromMinutes(119).TotalSeconds, (request.To.ToDateTimeOffset() - request.From.ToDateTimeOffset()).TotalSeconds, tolerance: 5);
        Assert.Equal("dma-07/4242 from 2026-03-03 05:00:00Z to 2026-03-03 07:00:00Z (2 h)", run.Lines[0]);
        Assert.Equal("+60 MB  +1,500      61 MB      1,510  A.Row  m", run.Lines[2]);
        Assert.Equal("-300 B      -3      200 B          2  B.Row  m", run.Lines[3]);
    }

    private static GetTypesResponse Histogram(bool complete) => new()
    {
        InstanceId = Samples.IdOf(4242),
        TakenAt = Samples.Start.ToTimestamp(),
        Heap = new HeapTotals { Objects = 37_453_408, Bytes = 1000 * Samples.MB, Complete = complete, IncompleteReason = complete ? "" : "two regions changed", PauseMs = 12.3, WalkMs = 820 },
        Types_ = { new TypeRow { Name = "IDirect.QosStatRow", Module = "IDirect.1.0.0.1.QAction.3", Count = 23_570_233, Bytes = 750 * Samples.MB } },
        TypesTotal = 42,
    };
}
