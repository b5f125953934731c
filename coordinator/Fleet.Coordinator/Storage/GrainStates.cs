using Orleans.Storage;

namespace Fleet.Coordinator.Storage;

/// <summary>How grains write what they must not lose.</summary>
internal static class GrainStates
{
    /// <summary>Writes a state; when another activation was faster, this one ends and the next one starts from what is stored.</summary>
    /// <exception cref="InconsistentStateException">Another activation was faster.</exception>
    public static async Task StoreAsync<T>(this IPersistentState<T> state, IGrainBase grain, CancellationToken cancellationToken)
    {
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (InconsistentStateException)
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
