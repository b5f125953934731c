using System.ComponentModel.DataAnnotations;

namespace Fleet.Agent.Capture;

/// <summary>Where dumps go and how much room they may take. Section <c>Capture</c>.</summary>
public sealed class CaptureOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Capture";

    /// <summary>Directory for dumps, which the targets must be able to reach; empty: <c>dumps</c> in the data directory.</summary>
    public string Directory { get; set; } = "";

    /// <summary>
    /// Bytes that the dumps on this node may take together. Older ones go for a new one when that is whole, so that until then it comes on top
    /// of them. The newest stays, whatever it takes.
    /// </summary>
    [Range(1L << 20, long.MaxValue)]
    public long MaxBytes { get; set; } = 32L << 30;

    /// <summary>Dumps kept on this node.</summary>
    [Range(1, 1000)]
    public int MaxFiles { get; set; } = 10;

    /// <summary>How long a dump is kept on this node.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Bytes of the disk that a dump must leave free.</summary>
    [Range(0, long.MaxValue)]
    public long KeepFreeBytes { get; set; } = 1L << 30;

    /// <summary>Keep the file on this node after the coordinator has it.</summary>
    public bool KeepUploaded { get; set; }

    /// <summary>Longest time a capture may take; the target stands still meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "06:00:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(30);
}
