using System.Runtime.InteropServices;
using Fleet.Agent.Configuration;
using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Uplink;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Node;

/// <summary>Who this node is.</summary>
internal static class NodeRegistration
{
    /// <summary>The agent's directory and the node's identity.</summary>
    public static HostApplicationBuilder AddNode(this HostApplicationBuilder builder)
    {
        builder.Services.AddOptions<NodeOptions>().BindConfiguration(NodeOptions.Section);
        builder.Services.AddSingleton<AgentDirectory>();
        builder.Services.AddSingleton(Identity);
        builder.Services.AddSingleton<INodeView, NodeView>();
        return builder;
    }

    private static NodeIdentity Identity(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<NodeOptions>>().Value;
        var directory = services.GetRequiredService<AgentDirectory>();
        var dataMiner = services.GetRequiredService<DataMinerNode>();
        return new NodeIdentity
        {
            NodeId = options.Id.Length > 0 ? options.Id : NodeIdFile.ReadOrCreate(directory.FullPath, MachineIdentity.Read(), options.Name),
            NodeName = options.Name.Length > 0 ? options.Name : Environment.MachineName,
            AgentRunId = Guid.NewGuid().ToString("N"),
            AgentVersion = AgentVersion.Text,
            OperatingSystem = RuntimeInformation.OSDescription,
            Architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            DataMinerId = dataMiner.Id,
            DataMinerVersion = dataMiner.Version,
        };
    }
}
