using Fleet.Agent.Node;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Spool;

/// <summary>What keeps summaries until they are acked.</summary>
internal static class SpoolRegistration
{
    /// <summary>The spool.</summary>
    public static IHostApplicationBuilder AddSpool(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SpoolOptions>().BindConfiguration(SpoolOptions.Section);
        builder.Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<IOptions<SpoolOptions>>().Value;
            var directory = options.Directory.Length > 0 ? AgentDirectory.Use(options.Directory, "spool directory", "--Spool:Directory") : services.GetRequiredService<AgentDirectory>().Sub("spool");
            return SummarySpool.Open(directory, options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SummarySpool>>());
        });
        return builder;
    }
}
