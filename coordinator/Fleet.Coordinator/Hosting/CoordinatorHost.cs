using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Dumps;
using Fleet.Coordinator.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Fleet.Coordinator.Hosting;

/// <summary>Runs the built host to its end.</summary>
internal static partial class CoordinatorHost
{
    /// <summary>Exit code: 0 after an orderly end, 1 when the start failed for a reason from outside, which is told in one line.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        try
        {
            // Opened before the host starts it: the host would log the stack of a failure that is no bug of ours.
            app.Services.GetRequiredService<SqliteDatabase>();
            app.Services.GetRequiredService<DumpStore>();
            await app.StartAsync();
        }
        catch (StorageUnavailableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (DumpStoreUnavailableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Stop what listens there, or choose other addresses with --listen and --http.");
            return 1;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        LogReady(app.Logger, addresses[0], addresses[1], app.Services.GetRequiredService<DataDirectory>().Path);
        foreach (var address in addresses.Where(a => !new Uri(a).IsLoopback))
            LogExposed(app.Logger, address);
        await app.WaitForShutdownAsync();
        return 0;
    }

    [LoggerMessage(1001, LogLevel.Information, "Coordinator ready: gRPC {Grpc}, HTTP {Http}, data {Data}")]
    private static partial void LogReady(ILogger logger, string grpc, string http, string data);

    [LoggerMessage(1002, LogLevel.Warning, "Whoever reaches {Address} can ask for dumps, which hold what is in a process' memory: nobody is authenticated. Keep it within a trusted network.")]
    private static partial void LogExposed(ILogger logger, string address);
}
