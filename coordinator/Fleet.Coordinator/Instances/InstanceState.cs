namespace Fleet.Coordinator.Instances;

/// <summary>A checkpoint of an instance's trends: recovery is this, then the log after it.</summary>
[GenerateSerializer]
[Alias("fleet.InstanceState")]
internal sealed class InstanceState
{
    /// <summary>The trends up to and with <see cref="EntryId"/>; empty before the first checkpoint.</summary>
    [Id(0)]
    public byte[] Trends { get; set; } = [];

    /// <summary>The newest entry of the snapshot log that is in <see cref="Trends"/>.</summary>
    [Id(1)]
    public long EntryId { get; set; }

    /// <summary>The process is gone.</summary>
    [Id(2)]
    public bool Ended { get; set; }
}
