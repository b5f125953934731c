using Fleet.Coordinator.Dumps;
using Grpc.AspNetCore.Server;

namespace Fleet.Coordinator.ConsoleApi;

internal static class ConsoleApiExtensions
{
    /// <summary>Adds what consoles and scripts call, as gRPC and as JSON over HTTP.</summary>
    public static WebApplicationBuilder AddConsoleApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpc().AddJsonTranscoding();
        builder.Services.AddSingleton<TranscodedJson>().Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<TranscodedJson>());
        builder.Services.AddSingleton<FleetView>().AddSingleton<InstanceResolver>().AddSingleton<CommandDesk>().AddSingleton<IncidentReader>().AddSingleton<TrendReader>().AddSingleton<HistogramReader>();
        return builder;
    }

    public static WebApplication MapConsoleApi(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1") && !context.Request.Path.Value!.EndsWith("/file", StringComparison.Ordinal), json => json.Use(TranscodedJson.ServeAsync));
        app.MapGrpcService<FleetApi>();
        app.MapDumpFile();
        return app;
    }
}
