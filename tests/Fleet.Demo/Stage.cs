using System.Globalization;
using System.Text.Json;
using Fleet.LocalCluster;

namespace Fleet.Demo;

/// <summary>What every chapter has at hand: the console of the cluster, and checks that are told and counted.</summary>
internal sealed class Stage(Cluster cluster, Story story, DemoResult result)
{
    /// <summary>The processes.</summary>
    public Cluster Cluster => cluster;

    /// <summary>Who is told.</summary>
    public Story Story => story;

    /// <summary>What it came to so far.</summary>
    public DemoResult Result => result;

    /// <summary>What every agent printed, for a failure.</summary>
    public string AgentOutput => string.Join('\n', cluster.Nodes.Select(n => n.Agent.Output));

    /// <summary>A step is done.</summary>
    public void Reached(string step) => result.Times[step] = story.Seconds;

    /// <summary>Checks one thing, tells it and counts it.</summary>
    public void Check(bool ok, string text)
    {
        result.Check(ok);
        story.Check(ok, text);
    }

    /// <summary>Checks that something is what it truly is.</summary>
    public void Check(string what, string? expected, string? actual) =>
        Check(expected == actual, expected == actual ? $"{what}: {actual}" : $"{what}: {actual}, where {expected} is the truth");

    /// <summary>A console command's document.</summary>
    public async Task<JsonElement> JsonAsync(CancellationToken cancellationToken, params string[] arguments) =>
        (await cluster.Console.RunAsync([.. arguments, "--json"], cancellationToken)).Json();

    /// <summary>Runs a console command and shows what a user would see.</summary>
    public async Task ShowAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var shown = (await cluster.Console.RunAsync(arguments, cancellationToken)).EnsureSuccess();
        story.Command(shown.CommandLine, shown.StandardOutput);
    }

    /// <summary>Looks at an instance now and counts the objects of a type.</summary>
    public async Task<long> CountLiveAsync(string instance, string type, CancellationToken cancellationToken)
    {
        await JsonAsync(cancellationToken, "look", instance, "--wait");
        return CountOf(await JsonAsync(cancellationToken, "types", instance), type);
    }

    /// <summary>Objects of a type in a histogram.</summary>
    public static long CountOf(JsonElement histogram, string type) => histogram.GetProperty("types").EnumerateArray()
        .Where(t => t.GetProperty("name").GetString() == type)
        .Sum(t => t.GetProperty("count").GetInt64());
}
