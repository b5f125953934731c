using System.Security.Cryptography;
using System.Text;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Wire;
using Grpc.Core;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>Turns what people ask for into commands, one an instance. The same request id gives the same commands, so asking twice asks once.</summary>
internal sealed class CommandDesk(InstanceResolver resolver, IGrainFactory grains, IFleetDirectory directory, TimeProvider time)
{
    private const int LongestText = 200;
    private const int LongestExpirySeconds = 30 * 24 * 3600;

    public async Task<IReadOnlyList<CommandStatus>> AskAsync(CommandWish wish, CancellationToken cancellationToken)
    {
        if (wish.RequestId.Length > LongestText || wish.RequestedBy.Length > LongestText)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"request_id and requested_by may have {LongestText} characters."));
        if (wish.ExpiresInSeconds is < 0 or > LongestExpirySeconds)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"expires_in_seconds must be between 0 and {LongestExpirySeconds}."));

        if (wish.RequestId.Length > 0 && await directory.OwnerAsync(DirectoryKind.Request, wish.RequestId, cancellationToken) is { } asked)
            return await Task.WhenAll(asked.Split(' ').Select(id => StatusAsync(id, cancellationToken)));

        var requestId = wish.RequestId.Length > 0 ? wish.RequestId : Guid.NewGuid().ToString("N");
        var now = time.GetUtcNow();
        var commands = (await resolver.SelectAsync(wish.Selector, cancellationToken)).Select(instance => wish.Complete(new Command
        {
            Id = Id(requestId, wish.Action, instance.Id),
            RequestedAt = now.ToTimestamp(),
            ExpiresAt = (now + TimeSpan.FromSeconds(wish.ExpiresInSeconds)).ToTimestamp(),
            RequestedBy = wish.RequestedBy,
            Instance = instance.Instance,
        })).ToList();

        // The order matters: after a sudden end in between, the same request asks the same nodes again, and they know what they have.
        var statuses = await Task.WhenAll(commands.Select(c => grains.GetGrain<INodeGrain>(c.Instance.NodeId).Ask(c, cancellationToken)));
        await directory.PutAsync(DirectoryKind.Request, requestId, string.Join(' ', commands.Select(c => c.Id)), cancellationToken);
        return statuses;
    }

    /// <summary>The newest commands of one node or of all that are known.</summary>
    public async Task<ListCommandsResponse> ListAsync(ListCommandsRequest request, CancellationToken cancellationToken)
    {
        if (request.Top < 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"top is {request.Top}; give a number of commands, or 0 for all."));

        var nodes = request.Node.Length > 0
            ? [await resolver.NodeAsync(request.Node, cancellationToken)]
            : (await directory.ListAsync(DirectoryKind.Node, cancellationToken)).Select(e => e.Id);
        var byNode = await Task.WhenAll(nodes.Select(n => grains.GetGrain<INodeGrain>(n).Commands(request.Top, cancellationToken)));
        var response = new ListCommandsResponse { CommandsTotal = byNode.Sum(n => n.Total) };
        response.Commands.AddRange(byNode.SelectMany(n => n.Statuses)
            .OrderByDescending(c => c.RequestedAt).ThenBy(c => c.NodeName, StringComparer.OrdinalIgnoreCase).ThenBy(c => c.Id, StringComparer.Ordinal)
            .Take(request.Top > 0 ? request.Top : response.CommandsTotal));
        return response;
    }

    public async Task<CommandStatus> StatusAsync(string commandId, CancellationToken cancellationToken)
    {
        var node = await directory.OwnerAsync(DirectoryKind.Command, commandId, cancellationToken);
        var status = node is null ? null : await grains.GetGrain<INodeGrain>(node).Command(commandId, cancellationToken);
        return status ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no command '{commandId}'; 'fleet commands' lists those that are kept: of the last week, and of a node the 200 newest that are over."));
    }

    private static string Id(string requestId, string action, string instance) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{requestId}\n{action}\n{instance}")).AsSpan(0, 10));
}

/// <summary>What somebody asks for.</summary>
/// <param name="Action">look or dump.</param>
/// <param name="Selector">Of which instances.</param>
/// <param name="RequestedBy">Who asks.</param>
/// <param name="ExpiresInSeconds">How long the commands wait to be taken.</param>
/// <param name="RequestId">Of the caller's making; empty when asking again need not be told apart.</param>
/// <param name="Complete">Puts the action into a command.</param>
internal sealed record CommandWish(string Action, InstanceSelector? Selector, string RequestedBy, int ExpiresInSeconds, string RequestId, Func<Command, Command> Complete);
