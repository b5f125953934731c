using Google.Protobuf.WellKnownTypes;

namespace Fleet.Contracts.Codec;

/// <summary>Reads timestamps that came from outside.</summary>
internal static class TimestampMapping
{
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
