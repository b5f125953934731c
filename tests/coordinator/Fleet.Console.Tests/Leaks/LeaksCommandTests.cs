using Fleet.Console.Tests.Service;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Console.Tests.Leaks;

public sealed class LeaksCommandTests
{
    [Fact]
    public async Task Leaks_name_protocol_version_QAction_type_rate_and_time_to_limit_on_one_line()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListIncidentsRequest>(new ListIncidentsResponse { Incidents = { Samples.Leak() } }));

        var run = (await host.RunAsync("leaks")).Expect(0);

        Assert.Equal("", run.Error);
        Assert.Equal(2, run.Lines.Count);
        Assert.Equal(
            "L7K2  Generic Trap Receiver 1.0.0.4 · QAction 7 · Dictionary<UInt32, TrapRow>  managed  2 on 2 nodes  "
            + "41 MB/h (38 to 44)  9 h (7 to 12) on dma-07  5 h ago        98 %",
            run.Lines[1]);
    }

    [Theory]
    [InlineData("assemblies", "Microsoft.GeneratedCode", "Microsoft.GeneratedCode loaded again and again", "assemblies")]
    [InlineData("assemblies", "", "assemblies loaded again and again", "assemblies")]
    [InlineData("handles", "Pinned", "Pinned handles", "handles")]
    [InlineData("handles", "", "handles", "handles")]
    [InlineData("finalizers", "System.IO.FileStream", "FileStream waiting for finalizers", "objects")]
    [InlineData("finalizers", "", "objects waiting for finalizers", "objects")]
    public async Task What_is_counted_has_a_name_and_a_rate_of_its_own(string kind, string culprit, string cause, string things)
    {
        var leak = Samples.Recompiled();
        (leak.Kind, leak.Culprit, leak.Protocol, leak.Qaction) = (kind, culprit, "", "");
        leak.ProtocolVersions.Clear();
        leak.CountPerHour = new Estimate { Estimate_ = 12345.6, Low = 12000, High = 13000 };
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListIncidentsRequest>(new ListIncidentsResponse { Incidents = { leak } }));

        var run = (await host.RunAsync("leaks")).Expect(0);

        Assert.StartsWith($"R3C0  {cause}  {kind}", run.Lines[1], StringComparison.Ordinal);
        Assert.Contains($"  12,346 {things}/h (12,000 to 13,000)  -", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Piped_output_holds_no_escape_sequences_and_is_never_wrapped()
    {
        var leak = Samples.Leak();
        leak.Protocol = new string('p', 500);
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListIncidentsRequest>(new ListIncidentsResponse { Incidents = { leak } }));

        var run = (await host.RunAsync("leaks")).Expect(0);

        Assert.Equal(2, run.Lines.Count);
        Assert.Contains(leak.Protocol, run.Lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output);
    }

    [Fact]
    public async Task A_name_with_control_characters_can_not_touch_the_terminal()
    {
        var leak = Samples.Leak();
        leak.Protocol = "evil\e[2J\nprotocol";
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListIncidentsRequest>(new ListIncidentsResponse { Incidents = { leak } }));

        var run = (await host.RunAsync("leaks")).Expect(0);

        Assert.Contains("evil\uFFFD[2J protocol", run.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_whole_answer_with_numbers_as_numbers()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListIncidentsRequest>(new ListIncidentsResponse { Incidents = { Samples.Leak() } }));

        var run = (await host.RunAsync("leaks", "--json")).Expect(0);

        var leak = Assert.Single(run.Json.GetProperty("incidents").EnumerateArray());
        Assert.Equal("open", leak.GetProperty("state").GetString());
        Assert.Equal("7", leak.GetProperty("qaction").GetString());
        Assert.Equal("1.0.0.4", leak.GetProperty("protocolVersions")[0].GetString());
        Assert.Equal("Isolate Generic Trap Receiver.", leak.GetProperty("advice")[0].GetString());
        Assert.Equal(41.0 * Samples.MB, leak.GetProperty("bytesPerHour").GetProperty("estimate").GetDouble());
        Assert.Equal(2 * Samples.GB, leak.GetProperty("timeToLimit").GetProperty("limitBytes").GetInt64());
        Assert.Equal(121 * Samples.MB, leak.GetProperty("instances")[0].GetProperty("bytes").GetInt64());
        Assert.Equal(Samples.Start, leak.GetProperty("instances")[0].GetProperty("instance").GetProperty("startedAt").GetDateTimeOffset());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, leak.GetProperty("closedAt").ValueKind);
    }

    [Fact]
    public async Task No_leaks_says_how_many_instances_that_is_said_of()
    {
        var watched = new ListInstancesResponse { Instances = { Samples.Instance(), new FleetInstance { NodeName = "dma-08", NodeConnected = true } } };
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<ListIncidentsRequest>(new ListIncidentsResponse()).Answer<ListInstancesRequest>(watched));

        var run = (await host.RunAsync("leaks")).Expect(0);

        Assert.Equal("No leaks. 2 instances on 2 nodes watched, 1 of them looked at so far.", Assert.Single(run.Lines));
    }

    [Fact]
    public async Task No_leaks_does_not_speak_for_nodes_that_are_away()
    {
        var watched = new ListInstancesResponse { Instances = { Samples.Instance(), new FleetInstance { NodeName = "dma-08", Running = true } } };
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<ListIncidentsRequest>(new ListIncidentsResponse()).Answer<ListInstancesRequest>(watched));

        var run = (await host.RunAsync("leaks")).Expect(0);

        Assert.Equal(
            ["No leaks. 1 instance on 1 node watched, 1 of them looked at so far.", "Nothing is heard of 1 instance on 1 node that is not connected: see 'fleet nodes'."],
            run.Lines);
    }

    [Fact]
    public async Task No_new_leaks_says_how_many_older_ones_are_open()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<ListIncidentsRequest>(request => request.Since is null
                ? new ListIncidentsResponse { Incidents = { Samples.Leak() } }
                : new ListIncidentsResponse())
            .Answer<ListInstancesRequest>(new ListInstancesResponse { Instances = { Samples.Instance() } }));

        var run = (await host.RunAsync("leaks", "--since", "1h")).Expect(0);

        Assert.StartsWith("No new leaks found since", run.Lines[0], StringComparison.Ordinal);
        Assert.Equal("1 leak found before that is still open: 'fleet leaks' shows all.", run.Lines[1]);
    }

    [Fact]
    public async Task No_leaks_as_json_is_an_empty_list()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet().Answer<ListIncidentsRequest>(new ListIncidentsResponse()));

        var run = (await host.RunAsync("leaks", "--json")).Expect(0);

        Assert.Empty(run.Json.GetProperty("incidents").EnumerateArray());
    }

    [Fact]
    public async Task Since_and_all_reach_the_coordinator()
    {
        await using var host = await FleetHost.StartAsync(new FakeFleet()
            .Answer<ListIncidentsRequest>(new ListIncidentsResponse { Incidents = { Samples.Leak() } }));

        var run = (await host.RunAsync("leaks", "--all", "--since", "2026-03-03T06:00+01:00")).Expect(0);

        var request = host.Fleet.Requests.OfType<ListIncidentsRequest>().First();
        Assert.True(request.All);
        Assert.Equal(Samples.Start, request.Since.ToDateTimeOffset());
        Assert.EndsWith("open", run.Lines[1], StringComparison.Ordinal);
        Assert.Equal(2, run.Lines.Count);
    }
}
