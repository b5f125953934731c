using System.ComponentModel.DataAnnotations;
using Fleet.Contracts.Heap;

namespace Fleet.Agent.Looks;

/// <summary>When and at what cost heaps are looked at. Section <c>Looks</c>.</summary>
public sealed class LookOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Looks";

    /// <summary>Time between two looks at an instance.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Part of the interval by which each look may come earlier or later, so that a cluster does not look in step.</summary>
    [Range(0, 0.5)]
    public double Jitter { get; set; } = 0.1;

    /// <summary>Growth of private bytes since the last look that calls for another, as part of what they were; 0: never.</summary>
    [Range(0, 100)]
    public double GrowthPart { get; set; } = 0.25;

    /// <summary>Growth below this many bytes calls for nothing.</summary>
    [Range(0, long.MaxValue)]
    public long GrowthBytes { get; set; } = 64L << 20;

    /// <summary>Part of the limit at which private bytes call for a look, once per crossing; 0: never.</summary>
    [Range(0, 1)]
    public double ThresholdPart { get; set; } = 0.8;

    /// <summary>Look when DataMiner's logs tell of an OutOfMemoryException.</summary>
    public bool OnOutOfMemory { get; set; } = true;

    /// <summary>Least time after a look before growth, threshold or logs may cause the next one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MinimumGap { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Looks at once.</summary>
    [Range(1, 16)]
    public int Concurrency { get; set; } = 1;

    /// <summary>Longest time a target may be suspended at a stretch.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan PauseBudget { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What to do when an exact look would need a longer suspension: <c>Skip</c> it and say so, <c>Exceed</c> the budget, or
    /// <c>Estimate</c> without one.
    /// </summary>
    public PauseOverrun Overrun { get; set; } = PauseOverrun.Skip;

    /// <summary>
    /// Longest time a target may be suspended to find out who holds the objects of a type, on the coordinator's command; it is
    /// reckoned with 0.2 s for a million objects, and took 0.1 s where it was measured. 0: never.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxRetentionPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time a look may take altogether.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Resident bytes above which a heap worker is ended.</summary>
    [Range(64L << 20, 64L << 30)]
    public long WorkerMemoryBytes { get; set; } = 512L << 20;

    /// <summary>Bytes of output above which a heap worker is ended.</summary>
    [Range(64L << 10, 1L << 30)]
    public long WorkerOutputBytes { get; set; } = 64L << 20;

    /// <summary>The heap worker's executable; empty: the one that comes with the agent, by bitness of the target.</summary>
    public string WorkerPath { get; set; } = "";
}
