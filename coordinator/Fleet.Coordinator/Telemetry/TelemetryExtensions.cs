using Fleet.Coordinator.Configuration;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Fleet.Coordinator.Telemetry;

internal static class TelemetryExtensions
{
    /// <summary>Adds measurements: scraped from <c>/metrics</c>, and sent by OTLP where an endpoint is configured.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        builder.Services.AddSingleton<CoordinatorMeter>();
        builder.Services.AddOpenTelemetry().ConfigureResource(r => r.AddService("fleet-coordinator")).WithMetrics(metrics =>
        {
            metrics.AddMeter(CoordinatorMeter.Name, "Microsoft.AspNetCore.Server.Kestrel").AddRuntimeInstrumentation().AddAspNetCoreInstrumentation().AddPrometheusExporter();
            if (options.OtlpEndpoint.Length > 0)
                metrics.AddOtlpExporter(o => o.Endpoint = new Uri(options.OtlpEndpoint));
        });
        return builder;
    }

    public static WebApplication MapTelemetry(this WebApplication app)
    {
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }
}
