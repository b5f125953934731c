using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Codec;

/// <summary>Triggers on the wire.</summary>
public static class LookTriggerMapping
{
    /// <summary>The wire form.</summary>
    public static Wire.LookTrigger ToWire(this LookTrigger trigger) => trigger switch
    {
        LookTrigger.Schedule => Wire.LookTrigger.Schedule,
        LookTrigger.Growth => Wire.LookTrigger.Growth,
        LookTrigger.Threshold => Wire.LookTrigger.Threshold,
        LookTrigger.OutOfMemoryLog => Wire.LookTrigger.OutOfMemoryLog,
        LookTrigger.Command => Wire.LookTrigger.Command,
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "No such trigger."),
    };

    /// <summary>Reads the wire form.</summary>
    /// <exception cref="InvalidDataException">A trigger that this version does not know.</exception>
    public static LookTrigger ToContract(this Wire.LookTrigger trigger) => trigger switch
    {
        Wire.LookTrigger.Schedule => LookTrigger.Schedule,
        Wire.LookTrigger.Growth => LookTrigger.Growth,
        Wire.LookTrigger.Threshold => LookTrigger.Threshold,
        Wire.LookTrigger.OutOfMemoryLog => LookTrigger.OutOfMemoryLog,
        Wire.LookTrigger.Command => LookTrigger.Command,
        _ => throw new InvalidDataException($"The trigger {(int)trigger} is not known."),
    };
}
