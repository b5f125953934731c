using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Orleans.Concurrency;

namespace Fleet.Coordinator.Instances;

/// <summary>Everything about one run of a process; the key is node/pid/startedAt.</summary>
[Alias("fleet.IInstance")]
internal interface IInstanceGrain : IGrainWithStringKey
{
    /// <summary>Commits a summary to the log and takes it into the trends. Returns once it is durable; a repeat changes nothing.</summary>
    [Alias("Append")]
    Task<bool> Append(string spoolId, long sequence, long committedUpTo, [Immutable] SummaryEnvelope envelope, CancellationToken cancellationToken);

    /// <summary>Tells the leak index anew what is suspected here, after the index may have lost it.</summary>
    [Alias("Report")]
    Task Report(CancellationToken cancellationToken);

    /// <summary>The process is gone: nothing of it is suspected any more. It stays in the census for its successor to be compared with.</summary>
    [Alias("End")]
    Task End(CancellationToken cancellationToken);

    /// <summary>The process lives after all: it was taken for gone too early.</summary>
    [Alias("Resume")]
    Task Resume(CancellationToken cancellationToken);

    /// <summary>What the trends say of some types; types never seen are left out.</summary>
    [Alias("Trends")]
    Task<List<TypeTrend>> Trends(List<TypeKey> types, CancellationToken cancellationToken);

    /// <summary>What is suspected here.</summary>
    [Alias("Suspects")]
    Task<List<Suspect>> Suspects(CancellationToken cancellationToken);

    /// <summary>What the instance contributes to the census; null before its first summary.</summary>
    [Alias("Standing")]
    Task<InstanceStanding?> Standing(CancellationToken cancellationToken);
}
