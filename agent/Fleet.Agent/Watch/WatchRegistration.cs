using Fleet.Agent.Watch.Counters;
using Fleet.Agent.Watch.Linux;
using Fleet.Agent.Watch.Windows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fleet.Agent.Watch;

/// <summary>Memory figures between looks.</summary>
internal static class WatchRegistration
{
    /// <summary>The watch and its sources.</summary>
    public static HostApplicationBuilder AddWatch(this HostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<WatchOptions>().BindConfiguration(WatchOptions.Section);
        services.AddSingleton<GcCounters>();
        services.AddSingleton<MemoryWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<MemoryWatch>());
        if (OperatingSystem.IsWindows())
            services.AddSingleton<IMemoryProbe, WindowsMemoryProbe>();
        else
            services.AddSingleton<IMemoryProbe, LinuxMemoryProbe>();
        return builder;
    }
}
