using Fleet.Coordinator.Storage;
using Orleans.Storage;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Does the same for each of several, so that one that fails does not stand in the way of the others.</summary>
internal static class OneByOne
{
    /// <summary>Whether it may go well the next time. Anything else is a bug of ours.</summary>
    public static bool MayPass(Exception e) => e is StorageUnavailableException or InconsistentStateException or OrleansException or TimeoutException;

    /// <summary>Does it for each in turn, whatever becomes of those before.</summary>
    /// <param name="items">For whom; may change meanwhile.</param>
    /// <param name="act">What.</param>
    /// <param name="failed">Is told of each for which it failed in a way that may pass.</param>
    public static async Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> act, Action<T, Exception> failed)
    {
        foreach (var item in items.ToList())
        {
            try
            {
                await act(item);
            }
            catch (Exception e) when (MayPass(e))
            {
                failed(item, e);
            }
        }
    }
}
