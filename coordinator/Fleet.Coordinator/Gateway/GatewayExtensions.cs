using Fleet.Coordinator.Configuration;

namespace Fleet.Coordinator.Gateway;

internal static class GatewayExtensions
{
    /// <summary>Adds gRPC and what agents call.</summary>
    public static WebApplicationBuilder AddAgentGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FailureInterceptor>();
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<FailureInterceptor>());
        builder.Services.AddOptions<Grpc.AspNetCore.Server.GrpcServiceOptions>()
            .Configure<GatewayOptions>((grpc, gateway) => grpc.MaxReceiveMessageSize = gateway.MaxFrameBytes);
        return builder;
    }

    public static WebApplication MapAgentGateway(this WebApplication app)
    {
        app.MapGrpcService<AgentGatewayService>();
        return app;
    }
}
