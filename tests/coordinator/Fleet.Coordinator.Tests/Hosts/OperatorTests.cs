using System.Net;
using System.Text.Json;
using Fleet.Agent.Tests.Spool;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Coordinator.Tests.Hosts;

/// <summary>What an operator and scripts see.</summary>
public sealed class OperatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Scripts_get_JSON_over_HTTP_for_what_consoles_get_by_gRPC()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        var instance = Summaries.Instance();
        await agent.SendAsync(1, Summaries.Of(instance, Summaries.Start));
        await agent.AckedAsync(1);
        using var http = new HttpClient { BaseAddress = new Uri(coordinator.Http) };

        Assert.Equal("DMA node-a", (await GetAsync(http, "v1/nodes")).GetProperty("nodes")[0].GetProperty("name").GetString());
        Assert.Equal(instance.ToString(), (await GetAsync(http, "v1/instances")).GetProperty("instances")[0].GetProperty("id").GetString());
        Assert.Equal(20, (await GetAsync(http, $"v1/instances/{instance}/types?top=3")).GetProperty("typesTotal").GetInt32());
        Assert.Equal(3, (await GetAsync(http, "v1/instances/node-a/4711/types?top=3")).GetProperty("types").GetArrayLength());
        Assert.Equal(instance.ToString(), (await GetAsync(http, "v1/instances/node-a/4711/diff")).GetProperty("instanceId").GetString());
        Assert.Equal(0, (await GetAsync(http, "v1/incidents?all=true")).GetProperty("incidents").GetArrayLength());

        using var asked = await http.PostAsync("v1/looks", new StringContent("""{"selector":{"instance":"node-a/4711"},"requestedBy":"script"}""", null, "application/json"));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var command = await agent.CommandAsync();
        using var status = JsonDocument.Parse(await http.GetStringAsync($"v1/commands/{command.Id}"));
        Assert.Equal("pending", status.RootElement.GetProperty("command").GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, status.RootElement.GetProperty("command").GetProperty("dump").ValueKind);
        using var console = new ConsoleClient(coordinator.Grpc);
        using var same = new MemoryStream();
        await Contracts.Json.MessageJson.WriteAsync(same, await console.Fleet.GetCommandAsync(new Contracts.ConsoleApi.GetCommandRequest { CommandId = command.Id }), CancellationToken.None);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(same.ToArray()), await http.GetStringAsync($"v1/commands/{command.Id}"));
        using var unknown = await http.GetAsync("v1/instances/nowhere/1/types");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var nowhere = await http.GetAsync("nowhere");
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.StartsWith("There is nothing at this address. Ask for /v1/nodes", await nowhere.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_metrics_are_there()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        await agent.SendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start));
        await agent.AckedAsync(1);
        using var http = new HttpClient { BaseAddress = new Uri(coordinator.Http) };

        Assert.Equal("Healthy", await http.GetStringAsync("health/live"));
        Assert.Equal("database: Healthy\nsilo: Healthy\n", await http.GetStringAsync("health/ready"));
        var metrics = await http.GetStringAsync("metrics");
        Assert.Matches("(?m)^fleet_summaries_committed\\S* 1( |$)", metrics);
        Assert.Matches("(?m)^fleet_streams\\S* 1( |$)", metrics);
    }

    [Fact]
    public async Task After_a_kill_it_is_known_when_a_node_was_last_heard_of_and_not_only_when_it_connected()
    {
        // A node that is silent for three heartbeats is gone, and as exactly is it known when it was there.
        const int exactSeconds = 3;
        DateTimeOffset connected;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, "--Gateway:HeartbeatSeconds", "1"))
        {
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
            using var console = new ConsoleClient(coordinator.Grpc);
            connected = (await SeenAsync(console))!.ToDateTimeOffset();
            await Asking.UntilAsync(async _ =>
            {
                await agent.BeatAsync();
                var seen = await SeenAsync(console);
                return seen?.ToDateTimeOffset() > connected.AddSeconds(2 * exactSeconds) ? seen : null;
            });
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path);
        using var asking = new ConsoleClient(restarted.Grpc);

        Assert.True((await SeenAsync(asking))!.ToDateTimeOffset() >= connected.AddSeconds(exactSeconds));

        static async Task<Timestamp?> SeenAsync(ConsoleClient console) => (await console.Fleet.ListNodesAsync(new ListNodesRequest())).Nodes[0].LastSeen;
    }

    [Fact]
    public async Task A_coordinator_whose_disk_is_full_is_not_ready_and_says_so()
    {
        using var disk = SmallDisk.TryMount(megabytes: 8);
        Assert.SkipWhen(disk is null, "Mounting a small disk needs root on Linux.");
        await using var coordinator = await CoordinatorProcess.StartAsync(disk.FullPath);
        using var http = new HttpClient { BaseAddress = new Uri(coordinator.Http) };
        Assert.Equal("database: Healthy\nsilo: Healthy\n", await http.GetStringAsync("health/ready"));
        disk.FillUp();

        using var full = await http.GetAsync("health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Contains("the disk is full", await full.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_configuration_is_told_at_once_and_ends_with_2()
    {
        var (exitCode, output) = await CoordinatorProcess.RunAsync("--listen", "nonsense", "--Gateway:HeartbeatSeconds", "0");
        Assert.Equal(2, exitCode);
        Assert.Equal(2, output.Split('\n').Length);
    }

    [Fact]
    public async Task A_second_coordinator_on_the_same_data_and_one_on_a_taken_port_end_with_one_line()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        var (exitCode, output) = await CoordinatorProcess.RunAsync("--data-dir", _folder.Path, "--listen", "http://127.0.0.1:0", "--http", "http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.Contains("another coordinator has this folder", output, StringComparison.Ordinal);

        using var other = new TemporaryFolder();
        (exitCode, output) = await CoordinatorProcess.RunAsync("--data-dir", other.Path, "--listen", coordinator.Grpc, "--http", "http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.Contains("nothing can listen there", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'));
    }

    [Fact]
    public async Task Everything_that_keeps_a_coordinator_from_starting_is_told_at_once_a_line_each()
    {
        // Addresses of the documentation's own network, which no machine has.
        var (exitCode, output) = await CoordinatorProcess.RunAsync("--data-dir", "/proc/nowhere", "--listen", "http://192.0.2.1:7070", "--http", "http://192.0.2.1:7080");
        Assert.Equal(1, exitCode);
        Assert.Equal(["/proc/nowhere", "192.0.2.1:7070", "192.0.2.1:7080"], output.Split('\n').Select(line => line.Split(": ")[0]));
    }

    [Fact]
    public async Task A_damaged_database_and_a_dump_store_that_can_not_be_made_are_one_line_each()
    {
        await File.WriteAllTextAsync(_folder["fleet.db"], "no database");
        var (exitCode, output) = await CoordinatorProcess.RunAsync("--data-dir", _folder.Path, "--listen", "http://127.0.0.1:0", "--http", "http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.Contains("the database is damaged", Assert.Single(output.Split('\n')), StringComparison.Ordinal);

        using var other = new TemporaryFolder();
        (exitCode, output) = await CoordinatorProcess.RunAsync("--data-dir", other.Path, "--Dumps:Directory", "/proc/dumps", "--listen", "http://127.0.0.1:0", "--http", "http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("/proc/dumps: can't be used as dump store", Assert.Single(output.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_in_force_is_shown_with_where_it_comes_from()
    {
        var data = _folder["not-made"];
        var (exitCode, output) = await CoordinatorProcess.RunAsync("--show-config", "--Correlation:Interval", "00:00:02", "--data-dir", data);
        Assert.Equal(0, exitCode);
        Assert.Contains("Correlation:Interval = 00:00:02  (argument)", output, StringComparison.Ordinal);
        Assert.Contains("Listen = http://127.0.0.1:7070  (default)", output, StringComparison.Ordinal);
        Assert.Contains($"DataDir = {data}  (argument)", output, StringComparison.Ordinal);
        Assert.Contains($"Dumps:Directory = {Path.Combine(data, "dumps")}  (default)", output, StringComparison.Ordinal);
        Assert.Contains("Telemetry:OtlpEndpoint = (none)  (default)", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<JsonElement> GetAsync(HttpClient http, string path)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync(path));
        return document.RootElement.Clone();
    }
}
