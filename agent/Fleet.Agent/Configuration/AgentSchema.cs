using Fleet.Agent.Capture;
using Fleet.Agent.Commands;
using Fleet.Agent.Looks;
using Fleet.Agent.Node;
using Fleet.Agent.Spool;
using Fleet.Agent.Targets;
using Fleet.Agent.Uplink;
using Fleet.Agent.Watch;

namespace Fleet.Agent.Configuration;

/// <summary>What can be configured of the agent.</summary>
internal static class AgentSchema
{
    /// <summary>All sections.</summary>
    public static Schema Create() => new Schema()
        .Add<NodeOptions>(NodeOptions.Section)
        .Add(TargetOptions.Section, new TargetOptionsCheck())
        .Add<WatchOptions>(WatchOptions.Section)
        .Add(LookOptions.Section, new LookOptionsCheck())
        .Add(CaptureOptions.Section, new CaptureOptionsCheck())
        .Add<CommandOptions>(CommandOptions.Section)
        .Add<SpoolOptions>(SpoolOptions.Section)
        .Add<UplinkOptions>(UplinkOptions.Section)
        .AddFree("Logging")
        .AddFree("Logging:LogLevel");
}
