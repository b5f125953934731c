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

    private readonly TimeSpan _patience;
    private readonly Stage _stage;

    private Demonstration(TimeSpan patience, Stage stage)
    {
        _patience = patience;
        _stage = stage;
    }

    /// <summary>Runs it.</summary>
    /// <param name="patience">How long to wait for the incident.</param>
    /// <param name="story">Who is told.</param>
    /// <param name="cancellationToken">Ends it; everything started is stopped.</param>
    public static async Task<DemoResult> RunAsync(TimeSpan patience, Story story, CancellationToken cancellationToken)
    {
        await using var cluster = new Cluster(s_coordinatorArguments, s_agentArguments);
        var stage = new Stage(cluster, story, new DemoResult());
        var demonstration = new Demonstration(patience, stage);
        try
        {
            await demonstration.StartAsync(cancellationToken);
            var incident = await demonstration.FindAsync(cancellationToken);
            await demonstration.ExplainAsync(incident, cancellationToken);
            await demonstration.AskAsync(incident, cancellationToken);
            await demonstration.ProveAsync(incident, cancellationToken);
            await demonstration.ClearTheInnocentAsync(cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            stage.Result.Error = e.Message;
            story.Check(false, e.Message);
        }

        stage.Reached("total");
        story.Chapter(stage.Result.Ok ? "Found, named and proven" : "Not found");
        return stage.Result;
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _stage.Story.Chapter("A coordinator and two nodes");
        await _stage.Cluster.Coordinator.StartAsync(cancellationToken);
        _stage.Story.Line($"coordinator at {_stage.Cluster.Coordinator.GrpcUrl}, JSON at {_stage.Cluster.Coordinator.HttpUrl}, pid {_stage.Cluster.Coordinator.Process.Id}");
        foreach (var scenario in Scenario.Nodes)
        {
            var node = _stage.Cluster.AddNode(scenario.Name);
            foreach (var elements in scenario.Processes)
            {
                var process = await node.StartScriptingAsync(elements, [], cancellationToken);
                _stage.Result.ScriptingProcesses++;
                var hosted = elements.GroupBy(e => $"{e.Protocol} {e.Version}").Select(g => $"{g.Count()} × {g.Key}");
                _stage.Story.Line($"{node.Name}: SLScripting {process.Id} runs {string.Join(", ", hosted)}");
            }

            node.StartAgent();
            _stage.Story.Line($"{node.Name}: agent {node.Agent.Id}");
        }

        await Poll.UntilAsync(
            "every SLScripting is watched",
            async () => (await _stage.JsonAsync(cancellationToken, "instances")).GetProperty("instances").GetArrayLength() == _stage.Result.ScriptingProcesses,
            TimeSpan.FromSeconds(30),
            () => _stage.AgentOutput,
            cancellationToken);
        _stage.Reached("watching");
        await _stage.ShowAsync(cancellationToken, "instances");
    }

    private async Task<JsonElement> FindAsync(CancellationToken cancellationToken)
    {
        _stage.Story.Chapter("Waiting for a verdict");
        var truth = Truth.Of(Scenario.Leaking, Scenario.LeakingVersion);
        JsonElement? found = null;
        var looks = 0L;
        await Poll.UntilAsync(
            $"{truth.Protocol} {truth.Version} is blamed",
            async () =>
            {
                var instances = (await _stage.JsonAsync(cancellationToken, "instances")).GetProperty("instances");
                var taken = instances.EnumerateArray().Sum(i => i.GetProperty("looks").GetInt64());
                if (taken >= looks + 4 * _stage.Result.ScriptingProcesses)
                {
                    looks = taken;
                    _stage.Story.Line($"{taken} looks committed");
                }

                foreach (var incident in (await _stage.JsonAsync(cancellationToken, "leaks")).GetProperty("incidents").EnumerateArray())
                {
                    if (incident.GetProperty("protocol").GetString() == truth.Protocol)
                        found = incident.Clone();
                }

                return found is not null;
            },
            _patience,
            () => _stage.AgentOutput,
            cancellationToken);

        var named = found!.Value;
        _stage.Reached("incident");
        _stage.Result.Incident = named;
        _stage.Check("protocol", truth.Protocol, named.GetProperty("protocol").GetString());
        _stage.Check("version", truth.Version, string.Join(", ", named.GetProperty("protocolVersions").EnumerateArray().Select(v => v.GetString())));
        _stage.Check("QAction", truth.Qaction, named.GetProperty("qaction").GetString());
        _stage.Check("type", truth.Type, named.GetProperty("type").GetString());
        return named;
    }

    private async Task ExplainAsync(JsonElement incident, CancellationToken cancellationToken)
    {
        _stage.Story.Chapter("Who holds it");
        var truth = Truth.Of(Scenario.Leaking, Scenario.LeakingVersion);
        List<string> holders = [];
        await Poll.UntilAsync(
            $"an instance said who holds {truth.Type}",
            async () =>
            {
                var known = (await _stage.JsonAsync(cancellationToken, "leak", incident.GetProperty("id").GetString()!)).GetProperty("incident");
                holders = [.. known.GetProperty("holders").EnumerateArray().Select(line => line.GetString()!)];
                return holders.Count > 0;
            },
            TimeSpan.FromSeconds(60),
            () => $"{_stage.AgentOutput}\n{_stage.Cluster.Coordinator.Process.Output}",
            cancellationToken);

        _stage.Reached("holder");
        _stage.Result.Holder = holders[0];
        _stage.Check(
            holders[0].StartsWith($"static {truth.Holder} → ", StringComparison.Ordinal),
            $"holder: {holders[0]}{(holders[0].Contains(truth.Holder!, StringComparison.Ordinal) ? "" : $", where {truth.Holder} is the truth")}");
    }

    private async Task AskAsync(JsonElement incident, CancellationToken cancellationToken)
    {
        _stage.Story.Chapter("What the console says");
        await _stage.ShowAsync(cancellationToken, "nodes");
        await _stage.ShowAsync(cancellationToken, "leaks");
        await _stage.ShowAsync(cancellationToken, "leak", incident.GetProperty("id").GetString()!);
        await _stage.ShowAsync(cancellationToken, "trend", "--type", incident.GetProperty("type").GetString()!);
    }

    private async Task ProveAsync(JsonElement incident, CancellationToken cancellationToken)
    {
        _stage.Story.Chapter("A dump of the right process, on the console");
        var type = incident.GetProperty("type").GetString()!;
        var instance = incident.GetProperty("instances")[0].GetProperty("instanceId").GetString()!;
        var file = Path.Combine(_stage.Cluster.WorkDirectory, "evidence.dmp");

        // The leak only grows, so what the dump holds lies between the looks before and after it.
        var before = await _stage.CountLiveAsync(instance, type, cancellationToken);
        var dumps = (await _stage.JsonAsync(cancellationToken, "dump", instance, "--kind", "heap", "--upload", "--wait")).GetProperty("commands");
        var after = await _stage.CountLiveAsync(instance, type, cancellationToken);
        await _stage.ShowAsync(cancellationToken, "dumps");
        await _stage.ShowAsync(cancellationToken, "dump-get", dumps[0].GetProperty("id").GetString()!, "-o", file);
        _stage.Result.DumpBytes = new FileInfo(file).Length;
        _stage.Reached("dump");

        var heap = await _stage.JsonAsync(cancellationToken, "heap", "--dump", file);
        await _stage.ShowAsync(cancellationToken, "heap", "--dump", file, "--top", "8");
        var inDump = Stage.CountOf(heap, type);
        _stage.Result.CountInDump = inDump;
        var ok = before <= inDump && inDump <= after && inDump > 0;
        _stage.Check(ok, string.Create(
            CultureInfo.InvariantCulture,
            $"{inDump:N0} {type} in the dump; live it was {before:N0} before and {after:N0} after"));
        _stage.Check("dump is complete", "True", heap.GetProperty("complete").GetBoolean().ToString());
        _stage.Reached("proof");
    }

    private async Task ClearTheInnocentAsync(CancellationToken cancellationToken)
    {
        _stage.Story.Chapter("And nobody else");
        var guilty = Truth.All().Where(t => t.Leaks).Select(t => t.Protocol).ToHashSet(StringComparer.Ordinal);
        var incidents = (await _stage.JsonAsync(cancellationToken, "leaks")).GetProperty("incidents").EnumerateArray().ToList();
        var hosted = Scenario.Nodes.SelectMany(n => n.Processes).SelectMany(p => p).Select(e => e.Protocol).Distinct(StringComparer.Ordinal);
        foreach (var protocol in hosted.Where(p => !guilty.Contains(p)))
        {
            var accused = incidents.Exists(i => i.GetProperty("protocol").GetString() == protocol);
            _stage.Check(!accused, $"{protocol} is {(accused ? "accused though it is healthy" : "not accused")}");
        }

        var unnamed = incidents.Count(i => i.GetProperty("protocol").GetString() is null or "");
        _stage.Check(unnamed == 0, $"{unnamed} incidents without a culprit");
    }
}
