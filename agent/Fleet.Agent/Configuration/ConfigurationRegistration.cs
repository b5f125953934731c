using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Fleet.Agent.Configuration;

/// <summary>Puts the configuration into the host.</summary>
internal static class ConfigurationRegistration
{
    /// <summary>Settings, logging and the clock.</summary>
    public static HostApplicationBuilder AddConfiguration(this HostApplicationBuilder builder, AgentConfiguration configuration)
    {
        builder.Configuration.AddConfiguration(configuration.Merged);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Logging.AddConfiguration(configuration.Merged.GetSection("Logging"));
        if (!SystemdHelpers.IsSystemdService())
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
                console.UseUtcTimestamp = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            });
        }

        return builder;
    }
}
