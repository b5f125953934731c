using System.Globalization;
using System.Text.Json;
using Fleet.LocalCluster;

namespace Fleet.Demo;

/// <summary>The main job from end to end, as a user would do it: watch, find, name, fetch the proof, read it.</summary>
internal sealed class Demonstration
{
    // In fast motion: what takes days on a production node takes seconds here. The analysis is the same.
    private static readonly string[] s_coordinatorArguments =
    [
        "--Analysis:WarmUp", "00:00:20",
        "--Analysis:MinimumSummaries", "8",
        "--Correlation:Interval", "00:00:02",
    ];

    private static readonly string[] s_agentArguments =
    [
        "--look-every", "00:00:03",
        "--Looks:MinimumGap", "00:00:01",
        "--Watch:Interval", "00:00:05",
        "--Targets:DiscoverEvery", "00:00:02",
    ];

    private readonly Story _story;
    private readonly TimeSpan _patience;
    private readonly Cluster _cluster;
    private readonly DemoResult _result = new();

    private Demonstration(TimeSpan patience, Story story, Cluster cluster)
    {
        _patience = patience;
        _story = story;
        _cluster = cluster;
    }

    /// <summary>Runs it.</summary>
    /// <param name="patience">How long to wait for the incident.</param>
    /// <param name="story">Who is told.</param>
    /// <param name="cancellationToken">Ends it; everything started is stopped.</param>
    public static async Task<DemoResult> RunAsync(TimeSpan patience, Story story, CancellationToken cancellationToken)
    {
        await using var cluster = new Cluster(s_coordinatorArguments, s_agentArguments);
        var demonstration = new Demonstration(patience, story, cluster);
        try
        {
            await demonstration.StartAsync(cancellationToken);
            var incident = await demonstration.FindAsync(cancellationToken);
            await demonstration.AskAsync(incident, cancellationToken);
            await demonstration.ProveAsync(incident, cancellationToken);
            await demonstration.ClearTheInnocentAsync(cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            demonstration._result.Error = e.Message;
            story.Check(false, e.Message);
        }

        demonstration._result.Times["total"] = story.Seconds;
        story.Chapter(demonstration._result.Ok ? "Found, named and proven" : "Not found");
        return demonstration._result;
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _story.Chapter("A coordinator and two nodes");
        await _cluster.Coordinator.StartAsync(cancellationToken);
        _story.Line($"coordinator at {_cluster.Coordinator.GrpcUrl}, JSON at {_cluster.Coordinator.HttpUrl}, pid {_cluster.Coordinator.Process.Id}");
        foreach (var scenario in Scenario.Nodes)
        {
            var node = _cluster.AddNode(scenario.Name);
            foreach (var elements in scenario.Processes)
            {
                var process = await node.StartScriptingAsync(elements, [], cancellationToken);
                _result.ScriptingProcesses++;
                var hosted = elements.GroupBy(e => $"{e.Protocol} {e.Version}").Select(g => $"{g.Count()} × {g.Key}");
                _story.Line($"{node.Name}: SLScripting {process.Id} runs {string.Join(", ", hosted)}");
            }

            node.StartAgent();
            _story.Line($"{node.Name}: agent {node.Agent.Id}");
        }

        await Poll.UntilAsync(
            "every SLScripting is watched",
            async () => (await JsonAsync(cancellationToken, "instances")).GetProperty("instances").GetArrayLength() == _result.ScriptingProcesses,
            TimeSpan.FromSeconds(30),
            () => string.Join('\n', _cluster.Nodes.Select(n => n.Agent.Output)),
            cancellationToken);
        _result.Times["watching"] = _story.Seconds;
        await ShowAsync(cancellationToken, "instances");
    }

    private async Task<JsonElement> FindAsync(CancellationToken cancellationToken)
    {
        _story.Chapter("Waiting for a verdict");
        var truth = Truth.Of(Scenario.Leaking, Scenario.LeakingVersion);
        JsonElement? found = null;
        var looks = 0L;
        await Poll.UntilAsync(
            $"{truth.Protocol} {truth.Version} is blamed",
            async () =>
            {
                var instances = (await JsonAsync(cancellationToken, "instances")).GetProperty("instances");
                var taken = instances.EnumerateArray().Sum(i => i.GetProperty("looks").GetInt64());
                if (taken >= looks + 4 * _result.ScriptingProcesses)
                {
                    looks = taken;
                    _story.Line($"{taken} looks committed");
                }

                foreach (var incident in (await JsonAsync(cancellationToken, "leaks")).GetProperty("incidents").EnumerateArray())
                {
                    if (incident.GetProperty("protocol").GetString() == truth.Protocol)
                        found = incident.Clone();
                }

                return found is not null;
            },
            _patience,
            () => string.Join('\n', _cluster.Nodes.Select(n => n.Agent.Output)),
            cancellationToken);

        var named = found!.Value;
        _result.Times["incident"] = _story.Seconds;
        _result.Incident = named;
        Check("protocol", truth.Protocol, named.GetProperty("protocol").GetString());
        Check("version", truth.Version, string.Join(", ", named.GetProperty("protocolVersions").EnumerateArray().Select(v => v.GetString())));
        Check("QAction", truth.Qaction, named.GetProperty("qaction").GetString());
        Check("type", truth.Type, named.GetProperty("type").GetString());
        return named;
    }

    private async Task AskAsync(JsonElement incident, CancellationToken cancellationToken)
    {
        _story.Chapter("What the console says");
        await ShowAsync(cancellationToken, "nodes");
        await ShowAsync(cancellationToken, "leaks");
        await ShowAsync(cancellationToken, "leak", incident.GetProperty("id").GetString()!);
        await ShowAsync(cancellationToken, "trend", "--type", incident.GetProperty("type").GetString()!);
    }

    private async Task ProveAsync(JsonElement incident, CancellationToken cancellationToken)
    {
        _story.Chapter("A dump of the right process, on the console");
        var type = incident.GetProperty("type").GetString()!;
        var instance = incident.GetProperty("instances")[0].GetProperty("instanceId").GetString()!;
        var file = Path.Combine(_cluster.WorkDirectory, "evidence.dmp");

        // The leak only grows, so what the dump holds lies between the looks before and after it.
        var before = await CountLiveAsync(instance, type, cancellationToken);
        var dumps = (await JsonAsync(cancellationToken, "dump", instance, "--kind", "heap", "--upload", "--wait")).GetProperty("commands");
        var after = await CountLiveAsync(instance, type, cancellationToken);
        await ShowAsync(cancellationToken, "dumps");
        await ShowAsync(cancellationToken, "dump-get", dumps[0].GetProperty("id").GetString()!, "-o", file);
        _result.DumpBytes = new FileInfo(file).Length;
        _result.Times["dump"] = _story.Seconds;

        var heap = await JsonAsync(cancellationToken, "heap", "--dump", file);
        await ShowAsync(cancellationToken, "heap", "--dump", file, "--top", "8");
        var inDump = CountOf(heap, type);
        _result.CountInDump = inDump;
        var ok = before <= inDump && inDump <= after && inDump > 0;
        _result.Check(ok);
        _story.Check(ok, string.Create(
            CultureInfo.InvariantCulture,
            $"{inDump:N0} {type} in the dump; live it was {before:N0} before and {after:N0} after"));
        Check("dump is complete", "True", heap.GetProperty("complete").GetBoolean().ToString());
        _result.Times["proof"] = _story.Seconds;
    }

    private async Task ClearTheInnocentAsync(CancellationToken cancellationToken)
    {
        _story.Chapter("And nobody else");
        var guilty = Truth.All().Where(t => t.Leaks).Select(t => t.Protocol).ToHashSet(StringComparer.Ordinal);
        var incidents = (await JsonAsync(cancellationToken, "leaks")).GetProperty("incidents").EnumerateArray().ToList();
        var hosted = Scenario.Nodes.SelectMany(n => n.Processes).SelectMany(p => p).Select(e => e.Protocol).Distinct(StringComparer.Ordinal);
        foreach (var protocol in hosted.Where(p => !guilty.Contains(p)))
        {
            var accused = incidents.Exists(i => i.GetProperty("protocol").GetString() == protocol);
            _result.Check(!accused);
            _story.Check(!accused, $"{protocol} is {(accused ? "accused though it is healthy" : "not accused")}");
        }

        var unnamed = incidents.Count(i => i.GetProperty("protocol").GetString() is null or "");
        _result.Check(unnamed == 0);
        _story.Check(unnamed == 0, $"{unnamed} incidents without a culprit");
    }

    private async Task<long> CountLiveAsync(string instance, string type, CancellationToken cancellationToken)
    {
        await JsonAsync(cancellationToken, "look", instance, "--wait");
        return CountOf(await JsonAsync(cancellationToken, "types", instance), type);
    }

    private static long CountOf(JsonElement histogram, string type) => histogram.GetProperty("types").EnumerateArray()
        .Where(t => t.GetProperty("name").GetString() == type)
        .Sum(t => t.GetProperty("count").GetInt64());

    private void Check(string what, string? expected, string? actual)
    {
        _result.Check(expected == actual);
        _story.Check(expected == actual, expected == actual ? $"{what}: {actual}" : $"{what}: {actual}, where {expected} is the truth");
    }

    private async Task<JsonElement> JsonAsync(CancellationToken cancellationToken, params string[] arguments) =>
        (await _cluster.Console.RunAsync([.. arguments, "--json"], cancellationToken)).Json();

    private async Task ShowAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var shown = (await _cluster.Console.RunAsync(arguments, cancellationToken)).EnsureSuccess();
        _story.Command(shown.CommandLine, shown.StandardOutput);
    }
}
