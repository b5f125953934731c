using Fleet.Coordinator.Dumps;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Diagnostics;

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
        app.UseStatusCodePages(SayWhatIsThere);
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1") && !context.Request.Path.Value!.EndsWith("/file", StringComparison.Ordinal), json => json.Use(TranscodedJson.ServeAsync));
        app.MapGrpcService<FleetApi>();
        app.MapDumpFile();
        return app;
    }

    // Where nothing else has said it.
    private static Task SayWhatIsThere(StatusCodeContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.ContentType = "text/plain; charset=utf-8";
        var what = response.StatusCode == StatusCodes.Status404NotFound
            ? "There is nothing at this address. Ask for /v1/nodes, /v1/instances, /v1/incidents, /v1/dumps, /health/live, /health/ready or /metrics."
            : $"{request.Method} is not taken here: status {response.StatusCode}.";
        return response.WriteAsync(what + "\n", context.HttpContext.RequestAborted);
    }
}
