using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Fleet.Contracts.Wire;
using Fleet.Coordinator.Nodes;
using Fleet.Coordinator.Storage;
using Grpc.Core;

namespace Fleet.Coordinator.Gateway;

/// <summary>
/// Passes on to the node's grain what an agent says of its node, and knows what was announced on the stream. Where the grain does not know
/// the stream, because it moved or its silo ended, it is told of it anew.
/// </summary>
internal sealed class NodeLink(Hello hello, string address, string sessionId, IAgentSession observer, IGrainFactory grains, int mostInstances, Action<Status> end, CancellationToken ended)
{
    private readonly Dictionary<uint, InstanceAnnouncement> _announced = [];
    private readonly Dictionary<uint, DateTimeOffset> _succeededAt = [];
    private readonly HashSet<uint> _readable = [];

    private INodeGrain Node => grains.GetGrain<INodeGrain>(hello.NodeId);

    /// <summary>The stream begins.</summary>
    /// <exception cref="RpcException">It may not: another agent has the identity.</exception>
    public async Task AttachAsync()
    {
        if (await Node.Attach(hello, address, sessionId, observer, ended) is { } refusal)
            throw new RpcException(new Status(StatusCode.AlreadyExists, refusal));
    }

    /// <summary>The stream is over.</summary>
    public Task DetachAsync() => Node.Detach(sessionId, CancellationToken.None);

    /// <summary>The instance that a summary is of.</summary>
    /// <exception cref="MalformedFrameException">It was not announced.</exception>
    public InstanceAnnouncement InstanceOf(SummaryFrame frame) => _announced.TryGetValue(frame.InstanceRef, out var announcement)
        ? announcement
        : throw new MalformedFrameException($"Summary frame {frame.Sequence} is about instance {frame.InstanceRef}, which was not announced on this stream.");

    /// <summary>Says what an instance reference stands for.</summary>
    /// <exception cref="InvalidDataException">An instance of another node, or one too many.</exception>
    public Task AnnounceAsync(InstanceAnnouncement announcement)
    {
        var identity = announcement.Instance.ToIdentity();
        if (identity.NodeId != hello.NodeId)
            throw new InvalidDataException($"Node {hello.NodeId} announced an instance of another node, {identity}.");
        if (_announced.Count >= mostInstances && !_announced.ContainsKey(announcement.InstanceRef))
            throw new InvalidDataException($"More than {mostInstances} instances were announced on one stream.");
        _announced[announcement.InstanceRef] = announcement;
        return InformAsync(node => node.Announce(sessionId, announcement, ended));
    }

    /// <summary>Passes a heartbeat on.</summary>
    public Task BeatAsync(Heartbeat heartbeat) => InformAsync(node => node.Beat(sessionId, heartbeat, ended));

    /// <summary>Passes a failed look on, unless a later one succeeded: failures that could not be told at once come late.</summary>
    /// <exception cref="InvalidDataException">Its time is none.</exception>
    public Task LookFailedAsync(LookFailure failure)
    {
        var at = failure.At?.ToTime("at of a failed look");
        if (_succeededAt.TryGetValue(failure.InstanceRef, out var succeededAt) && succeededAt > at)
            return Task.CompletedTask;

        _readable.Remove(failure.InstanceRef);
        return InformAsync(node => node.LookFailed(sessionId, failure, ended));
    }

    /// <summary>Says that a look succeeded, until it is known that none failed after it: once on a stream mostly, and once after each failure.</summary>
    public async Task LookSucceededAsync(uint instanceRef, DateTimeOffset takenAt)
    {
        if (!_succeededAt.TryGetValue(instanceRef, out var before) || before < takenAt)
            _succeededAt[instanceRef] = takenAt;
        if (_readable.Contains(instanceRef))
            return;

        var settled = false;
        await InformAsync(async node =>
        {
            var word = await node.LookSucceeded(sessionId, instanceRef, takenAt, ended);
            settled = word == true;
            return word is not null;
        });
        if (settled)
            _readable.Add(instanceRef);
    }

    /// <summary>Passes the word on a command on.</summary>
    public Task AnswerAsync(CommandUpdate update) => InformAsync(async node =>
    {
        await node.Answer(update, ended);
        return true;
    });

    private async Task InformAsync(Func<INodeGrain, Task<bool>> tell)
    {
        try
        {
            if (await tell(Node))
                return;

            await AttachAsync();
            foreach (var announcement in _announced.Values)
                await Node.Announce(sessionId, announcement, ended);
            await tell(Node);
        }
        catch (Exception e) when (e is StorageUnavailableException or OrleansException or TimeoutException)
        {
            // Heartbeats come again; what the agent waits for is sent again after a reconnect.
            end(new Status(StatusCode.Unavailable, $"The coordinator can't take this now: {e.Message}"));
        }
    }
}
