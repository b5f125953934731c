using Fleet.Analysis.Trends;
using Orleans.Concurrency;

namespace Fleet.Coordinator.Leaks;

/// <summary>One shard of the index of suspects; the key is its number.</summary>
[Alias("fleet.ILeakIndex")]
internal interface ILeakIndexGrain : IGrainWithIntegerKey
{
    /// <summary>Replaces what an instance suspects in this shard; the standing comes along in the instance's home shard only. Not waited for: the next summary says it again.</summary>
    [OneWay]
    [Alias("Report")]
    Task Report(string instance, List<Suspect> suspects, InstanceStanding? standing);

    /// <summary>All of the shard.</summary>
    [Alias("Read")]
    Task<LeakIndexShard> Read();
}

/// <summary>What a shard holds.</summary>
[GenerateSerializer]
[Alias("fleet.LeakIndexShard")]
internal sealed class LeakIndexShard
{
    /// <summary>Suspects by instance.</summary>
    [Id(0)]
    public Dictionary<string, List<Suspect>> Suspects { get; set; } = [];

    /// <summary>Standings by instance.</summary>
    [Id(1)]
    public Dictionary<string, InstanceStanding> Standings { get; set; } = [];
}
