using System.Globalization;
using System.Text.Json;
using Fleet.LocalCluster;

namespace Fleet.EndToEnd.Tests;

/// <summary>Clusters on which everything happens within seconds.</summary>
internal static class FastMotion
{
    /// <summary>How long a test waits for what other processes do. Only a failure takes that long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A cluster with a running coordinator and no nodes.</summary>
    public static async Task<Cluster> StartAsync(params string[] agentArguments)
    {
        var cluster = new Cluster(
            ["--Correlation:Interval", "00:00:02", "--Gateway:HeartbeatSeconds", "2"],
            [
                "--look-every", "00:00:01",
                "--Looks:MinimumGap", "00:00:00.200",
                "--Watch:Interval", "00:00:02",
                "--Targets:DiscoverEvery", "00:00:01",
                "--Uplink:MaximumReconnectDelay", "00:00:02",
                .. agentArguments,
            ]);
        await cluster.Coordinator.StartAsync(Cancel);
        return cluster;
    }

    /// <summary>Adds a node with one SLScripting and an agent, and waits until the coordinator shows the instance.</summary>
    public static async Task<SimulatedNode> AddRunningNodeAsync(Cluster cluster, string name, int scriptingProcesses = 1)
    {
        var node = cluster.AddNode(name);
        for (var i = 0; i < scriptingProcesses; i++)
        {
            await node.StartScriptingAsync(
                [
                    new Element("Traps", 100 + (2 * i), "Generic Trap Receiver", "1.0.0.4", TimeSpan.FromMilliseconds(200)),
                    new Element("Modem", 101 + (2 * i), "Acme Satellite Modem SM-200", "1.0.0.2", TimeSpan.FromMilliseconds(200)),
                ],
                [],
                Cancel);
        }

        node.StartAgent();
        await WaitForLooksAsync(cluster, node, atLeast: scriptingProcesses);
        return node;
    }

    /// <summary>Waits until the log holds that many summaries of a node.</summary>
    public static Task WaitForLooksAsync(Cluster cluster, SimulatedNode node, long atLeast) => Poll.UntilAsync(
        $"{atLeast} looks at {node.Name} are committed",
        async () => await LooksAsync(cluster, node) >= atLeast,
        Patience,
        () => $"The agent printed:\n{node.Agent.Output}\nThe coordinator printed:\n{cluster.Coordinator.Process.Output}",
        Cancel);

    /// <summary>Summaries of a node that are committed.</summary>
    public static async Task<long> LooksAsync(Cluster cluster, SimulatedNode node) =>
        (await JsonAsync(cluster, "instances", "--all")).GetProperty("instances").EnumerateArray()
            .Where(i => i.GetProperty("nodeName").GetString() == node.Name)
            .Sum(i => i.GetProperty("looks").GetInt64());

    /// <summary>How the console names an instance.</summary>
    public static string InstanceName(SimulatedNode node, int process = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{node.Name}/{node.Scripting[process].Id}");

    /// <summary>A console command's document.</summary>
    public static async Task<JsonElement> JsonAsync(Cluster cluster, params string[] arguments) =>
        (await cluster.Console.RunAsync([.. arguments, "--json"], Cancel)).Json();

    /// <summary>How one command fares, asked by its id over HTTP.</summary>
    public static async Task<string?> CommandStateAsync(Cluster cluster, string commandId)
    {
        using var http = new HttpClient();
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{cluster.Coordinator.HttpUrl}/v1/commands/{commandId}"), Cancel));
        return document.RootElement.GetProperty("command").GetProperty("state").GetString();
    }

    /// <summary>Ends with the test.</summary>
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
