using Fleet.Agent.Node;
using Fleet.Agent.Targets.Hosting;
using Fleet.Agent.Targets.Linux;
using Fleet.Agent.Targets.Windows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fleet.Agent.Targets;

/// <summary>Which processes are watched, and what they host.</summary>
internal static class TargetsRegistration
{
    /// <summary>Discovery and hosting.</summary>
    public static HostApplicationBuilder AddTargets(this HostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<TargetOptions>().BindConfiguration(TargetOptions.Section);
        services.AddSingleton<DataMinerNode>();
        services.AddSingleton<HostedProtocols>();
        services.AddSingleton<TargetSet>();
        services.AddSingleton<TargetTurns>();
        services.AddHostedService<TargetDiscovery>();
        if (OperatingSystem.IsWindows())
        {
            services.AddSingleton<IProcessTable, WindowsProcessTable>();
            services.AddSingleton<IRuntimeProbe, WindowsRuntimeProbe>();
        }
        else
        {
            services.AddSingleton(provider => BootTime.ReadOrKeep(provider.GetRequiredService<AgentDirectory>().FullPath));
            services.AddSingleton<IProcessTable, LinuxProcessTable>();
            services.AddSingleton<IRuntimeProbe, LinuxRuntimeProbe>();
        }

        return builder;
    }
}
