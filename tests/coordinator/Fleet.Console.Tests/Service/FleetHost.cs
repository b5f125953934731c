using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fleet.Console.Tests.Service;

/// <summary>Serves a <see cref="FakeFleet"/> on a port of the loopback address.</summary>
internal sealed class FleetHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FleetHost(WebApplication app, FakeFleet fleet) => (_app, Fleet) = (app, fleet);

    public FakeFleet Fleet { get; }

    public string Url => _app.Urls.Single();

    /// <param name="fleet">What to serve.</param>
    /// <param name="port">0: one that is free.</param>
    public static async Task<FleetHost> StartAsync(FakeFleet fleet, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(fleet);
        var app = builder.Build();
        app.MapGrpcService<FakeFleet>();
        await app.StartAsync();
        return new FleetHost(app, fleet);
    }

    /// <summary>Runs the console against this coordinator.</summary>
    public Task<Finished> RunAsync(params string[] args) => FleetProcess.RunAsync([.. args, "--coordinator", Url]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
