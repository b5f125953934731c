using System.Net;
using System.Net.Sockets;
using Fleet.Coordinator.Leaks;
using Fleet.Coordinator.Storage;
using Orleans.Configuration;
using Orleans.Storage;

namespace Fleet.Coordinator.Hosting;

internal static class SiloExtensions
{
    /// <summary>Adds the silo: one by itself, state in the embedded database, no way in from outside the process.</summary>
    public static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<CorrelatorWaker>();
        builder.Host.UseOrleans(silo =>
        {
            // A silo needs a port of its own even when it is alone; taking any free one lets several coordinators run on one machine.
            var port = FreePort();
            silo.UseLocalhostClustering(port, gatewayPort: 0, serviceId: "fleet", clusterId: "embedded");
            silo.Configure<EndpointOptions>(o =>
            {
                o.AdvertisedIPAddress = IPAddress.Loopback;
                o.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, port);
                o.GatewayPort = 0;
            });
            silo.Services.AddKeyedSingleton<IGrainStorage>("Default", (services, _) => ActivatorUtilities.CreateInstance<SqliteGrainStorage>(services));
            silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>("Default"));
        });
        return builder;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
