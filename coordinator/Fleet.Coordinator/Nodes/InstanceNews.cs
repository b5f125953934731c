using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Protocols;

namespace Fleet.Coordinator.Nodes;

/// <summary>Tells the grains that an instance and its protocols have what the node sees of it.</summary>
internal sealed class InstanceNews(IGrainFactory grains)
{
    /// <summary>It was announced.</summary>
    /// <param name="before">As it was known; null when it was not. Not to be changed since.</param>
    /// <param name="now">As it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AnnouncedAsync(FleetInstance? before, FleetInstance now, CancellationToken cancellationToken)
    {
        await TellProtocolsAsync(before, now, cancellationToken);
        if (before is { Running: false })
            await Grain(now).Resume(cancellationToken);
    }

    /// <summary>It runs after all.</summary>
    public async Task ResumedAsync(FleetInstance instance, CancellationToken cancellationToken)
    {
        await TellProtocolsAsync(null, instance, cancellationToken);
        await Grain(instance).Resume(cancellationToken);
    }

    /// <summary>It has ended.</summary>
    public async Task EndedAsync(FleetInstance instance, CancellationToken cancellationToken)
    {
        await TellProtocolsAsync(instance, null, cancellationToken);
        await Grain(instance).End(cancellationToken);
    }

    private async Task TellProtocolsAsync(FleetInstance? before, FleetInstance? now, CancellationToken cancellationToken)
    {
        var id = (now ?? before)!.Id;
        var hosted = now is { Running: true } ? now.Protocols.ToLookup(p => p.Name) : null;
        foreach (var name in (before?.Protocols.Select(p => p.Name) ?? []).Union(hosted?.Select(g => g.Key) ?? []))
        {
            var versions = hosted?[name].ToDictionary(p => p.Version, p => p.Elements) ?? [];
            await grains.GetGrain<IProtocolGrain>(name).Hosted(id, versions, cancellationToken);
        }
    }

    private IInstanceGrain Grain(FleetInstance instance) => grains.GetGrain<IInstanceGrain>(instance.Id);
}
