using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Fleet.Console.Rendering;

/// <summary>Moments, as seen from now.</summary>
internal static class Ages
{
    /// <summary>For example <c>12 min ago</c>; <c>-</c> when there is no moment.</summary>
    public static string Ago(Timestamp? at, DateTimeOffset now) =>
        at is null ? "-" : Span(now - at.ToDateTimeOffset()) is var span && span == "now" ? "just now" : $"{span} ago";

    /// <summary>For example <c>12 min</c>: whole units, the coarsest that says enough.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalSeconds: < 90 } => $"{(int)span.TotalSeconds} s",
        { TotalMinutes: < 90 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} days",
    };

    /// <summary>UTC, to the second: the same for everyone who is told of it.</summary>
    public static string Moment(Timestamp? at) => at is null ? "-" : Moment(at.ToDateTimeOffset());

    /// <inheritdoc cref="Moment(Timestamp?)"/>
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
