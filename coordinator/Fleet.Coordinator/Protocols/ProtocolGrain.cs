using Fleet.Coordinator.Storage;

namespace Fleet.Coordinator.Protocols;

[GrainType("protocol")]
internal sealed class ProtocolGrain([PersistentState("protocol")] IPersistentState<ProtocolState> state) : Grain, IProtocolGrain
{
    public async Task Hosted(string instance, Dictionary<string, int> elementsByVersion, CancellationToken cancellationToken)
    {
        var known = state.State.Instances.GetValueOrDefault(instance);
        if (known is null ? elementsByVersion.Count == 0 : known.Count == elementsByVersion.Count && !known.Except(elementsByVersion).Any())
            return;

        if (elementsByVersion.Count > 0)
            state.State.Instances[instance] = elementsByVersion;
        else
            state.State.Instances.Remove(instance);

        await state.StoreAsync(this, cancellationToken);
    }

    public Task<Dictionary<string, Dictionary<string, int>>> Census(CancellationToken cancellationToken) => Task.FromResult(state.State.Instances);
}
