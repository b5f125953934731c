using Fleet.Agent.Looks;
using Fleet.Agent.Looks.Worker;
using Fleet.Agent.Node;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Configuration;

/// <summary>What an agent would take where a setting is empty, computed without changing anything.</summary>
internal static class ComputedDefaults
{
    private const string None = "(none)";

    /// <summary>The value in force of each setting that is empty by default.</summary>
    public static IReadOnlyDictionary<string, string> Of(IConfiguration merged)
    {
        var node = merged.GetSection(NodeOptions.Section).Get<NodeOptions>() ?? new NodeOptions();
        var targets = new TargetOptions();
        merged.GetSection(TargetOptions.Section).Bind(targets);
        var data = AgentDirectory.Foresee(node);
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Node:Id"] = Id(data, node),
            ["Node:Name"] = Environment.MachineName,
            ["Node:DataDirectory"] = data,
            ["Targets:Names"] = targets.Pids.Count + targets.CommandLines.Count == 0 ? TargetOptions.DefaultName : None,
            ["Targets:Pids"] = None,
            ["Targets:CommandLines"] = None,
            ["Targets:DataMinerDirectory"] = DataMinerNode.UsualDirectory ?? None,
            ["Looks:WorkerPath"] = new HeapWorkerFile(Options.Create(new LookOptions())).PathFor(64),
            ["Capture:Directory"] = Path.Combine(data, "dumps"),
            ["Spool:Directory"] = Path.Combine(data, "spool"),
        };
    }

    private static string Id(string data, NodeOptions node)
    {
        try
        {
            return NodeIdFile.Foresee(data, MachineIdentity.Read(), node.Name) ?? "(random, made at the first start)";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"(can't be read: {exception.Message.ReplaceLineEndings(" ")})";
        }
    }
}
