using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Fleet.Coordinator.Health;

internal static class HealthExtensions
{
    private const string Ready = "ready";

    /// <summary>Adds readiness checks of what a request needs.</summary>
    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", tags: [Ready])
            .AddCheck<SiloCheck>("silo", tags: [Ready]);
        return builder;
    }

    /// <summary>Live asks nothing of grains or database: a process that answers must not be killed because its disk is full.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = HealthReportWriter.WriteAsync });
        return app;
    }
}
