using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fleet.Agent.Uplink;

/// <summary>What speaks with the coordinator.</summary>
internal static class UplinkRegistration
{
    /// <summary>The stream and the uploads.</summary>
    public static IHostApplicationBuilder AddUplink(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<UplinkOptions>().BindConfiguration(UplinkOptions.Section);
        builder.Services.AddSingleton<CoordinatorChannel>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<UplinkOutbox>();
        builder.Services.AddSingleton<IDumpUploader, DumpUploader>();
        builder.Services.AddHostedService<CoordinatorUplink>();
        return builder;
    }
}
