using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Codec;

/// <summary>Reads timestamps that came from outside.</summary>
public static class TimestampMapping
{
    /// <summary>The moment, UTC.</summary>
    /// <param name="timestamp">As it came.</param>
    /// <param name="field">Its name, for the error.</param>
    /// <exception cref="InvalidDataException">It is missing, or no valid time.</exception>
    public static DateTimeOffset ToTime(this Timestamp? timestamp, string field)
    {
        if (timestamp is null)
            throw new InvalidDataException($"The field {field} is missing.");
        try
        {
            return timestamp.ToDateTimeOffset();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"The field {field} is no valid time.", e);
        }
    }
}
