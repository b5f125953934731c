namespace Fleet.Agent.Looks.Worker;

/// <summary>Tells what passes from what lasts. Not thread-safe.</summary>
/// <param name="longest">How long at a stretch it may last.</param>
/// <param name="time">The clock.</param>
internal sealed class Lasting(TimeSpan longest, TimeProvider time)
{
    private long? _since;

    /// <summary>True when it was so, whenever this was called, for longer than it may.</summary>
    public bool IsTooLong(bool now)
    {
        if (!now)
        {
            _since = null;
            return false;
        }

        _since ??= time.GetTimestamp();
        return time.GetElapsedTime(_since.Value) > longest;
    }
}
