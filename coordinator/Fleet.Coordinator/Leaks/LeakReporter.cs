using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;

namespace Fleet.Coordinator.Leaks;

/// <summary>Tells the leak index what an instance suspects: a suspect goes to the shard of its type, the standing to the shard of the instance.</summary>
internal static class LeakReporter
{
    /// <summary>Shards of the index; suspects of one type always meet in one of them.</summary>
    public const int Shards = 8;

    /// <summary>An ended instance stays in the census with what it was suspected of: its successors are compared with it.</summary>
    public static void Report(InstanceTrends trends, bool ended, IGrainFactory grains)
    {
        var key = trends.Instance.ToString();
        var byShard = trends.Findings().ToLookup(s => Shard(s.Type));
        var home = Shard(key);
        for (var shard = 0; shard < Shards; shard++)
            _ = grains.GetGrain<ILeakIndexGrain>(shard).Report(key, [.. byShard[shard]], shard == home ? trends.Standing() with { Ended = ended } : null);
    }

    private static int Shard(TypeKey? type) => type is { } t ? Shard(t.Name) : 0;

    /// <summary>FNV-1a: the same in every process, which string.GetHashCode is not.</summary>
    private static int Shard(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619u);
        return (int)(hash % Shards);
    }
}
