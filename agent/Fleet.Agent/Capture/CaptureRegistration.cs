using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fleet.Agent.Capture;

/// <summary>Dumps of targets.</summary>
internal static class CaptureRegistration
{
    /// <summary>Capture and clean-up.</summary>
    public static HostApplicationBuilder AddCapture(this HostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CaptureOptions>().BindConfiguration(CaptureOptions.Section);
        services.AddSingleton<DumpStore>();
        services.AddSingleton<IDumpCapture, DumpCapture>();
        services.AddHostedService<DumpCleaner>();
        return builder;
    }
}
