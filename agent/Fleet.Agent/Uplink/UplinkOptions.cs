using System.ComponentModel.DataAnnotations;

namespace Fleet.Agent.Uplink;

/// <summary>How the agent reaches its coordinator. Section <c>Uplink</c>.</summary>
public sealed class UplinkOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Uplink";

    /// <summary>Where the coordinator listens; <c>https</c> for TLS.</summary>
    [RegularExpression("^https?://[^/ ]+/?$", ErrorMessage = "Uplink:Coordinator must be like http://coordinator:7070")]
    public string Coordinator { get; set; } = "http://127.0.0.1:7070";

    /// <summary>First delay before a reconnect; it doubles, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest delay before a reconnect.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan MaximumReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a silent coordinator is believed in: connection pings, and the answer to a hello.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Summaries on the way that are not acked yet.</summary>
    [Range(1, 1024)]
    public int Window { get; set; } = 16;
}
