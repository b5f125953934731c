using Fleet.Contracts.ConsoleApi;
using Grpc.Net.Client;

namespace Fleet.Coordinator.Tests.Kit;

/// <summary>A console's side.</summary>
internal sealed class ConsoleClient(string address) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);

    public FleetService.FleetServiceClient Fleet => new(_channel);

    public void Dispose() => _channel.Dispose();
}
