using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace Fleet.Coordinator.Configuration;

internal static class SettingsExtensions
{
    /// <summary>Puts the checked settings in place: options, data directory, addresses, log.</summary>
    public static WebApplicationBuilder AddCoordinatorConfiguration(this WebApplicationBuilder builder, CoordinatorSettings settings, IConfigurationRoot layers, DataDirectory data)
    {
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(layers);
        builder.Services
            .AddSingleton(settings.Gateway)
            .AddSingleton(settings.Analysis)
            .AddSingleton(settings.Correlation)
            .AddSingleton(settings.Explain)
            .AddSingleton(settings.SnapshotLog)
            .AddSingleton(settings.Dumps)
            .AddSingleton(settings.Telemetry)
            .AddSingleton(data)
            .AddSingleton(TimeProvider.System);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = settings.Gateway.MaxConnections;
            kestrel.Limits.Http2.KeepAlivePingDelay = settings.Gateway.IdleTimeout;
            kestrel.Limits.Http2.KeepAlivePingTimeout = settings.Gateway.IdleTimeout;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            kestrel.Listen(new IPEndPoint(settings.Listen!.Address, settings.Listen.Port), o => o.Protocols = HttpProtocols.Http2);
            kestrel.Listen(new IPEndPoint(settings.Http!.Address, settings.Http.Port), o => o.Protocols = HttpProtocols.Http1);
        });

        builder.Logging.ClearProviders();
        builder.Logging.AddConfiguration(layers.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            o.ColorBehavior = LoggerColorBehavior.Default;
        });
        foreach (var category in new[] { "Orleans", "Microsoft", "Grpc", "System" })
            builder.Logging.AddFilter(category, LogLevel.Warning);
        // Advice about server collection and a start that takes its time are nothing for an operator to act on.
        foreach (var category in new[] { "Orleans.Runtime.Silo", "Orleans.Runtime.Watchdog", "Polly" })
            builder.Logging.AddFilter(category, LogLevel.Error);
        // A call that fails is told to its caller; what concerns the operator, the gateway and the storage log themselves.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server", LogLevel.None);
        return builder;
    }

    /// <summary>Prints every setting with the value in force and the layer it comes from.</summary>
    public static void Show(CoordinatorSettings settings, TextWriter output)
    {
        var data = DataDirectory.Foresee(settings.Coordinator.DataDir);
        foreach (var (key, value) in settings.Reader.Settings)
        {
            var inForce = value is not "" ? value : key switch
            {
                nameof(CoordinatorOptions.DataDir) => data,
                "Dumps:Directory" => Path.Combine(data, Dumps.DumpStore.Folder),
                _ => "(none)",
            };
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key} = {inForce}  ({settings.Reader.Source(key)})"));
        }
    }
}
