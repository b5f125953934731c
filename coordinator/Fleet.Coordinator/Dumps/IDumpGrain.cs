using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;

namespace Fleet.Coordinator.Dumps;

/// <summary>The life of one dump. The key is its id, which is the id of the command that asked for it.</summary>
[Alias("fleet.IDump")]
internal interface IDumpGrain : IGrainWithStringKey
{
    /// <summary>It was asked for.</summary>
    [Alias("Create")]
    Task Create(Command command, string nodeName, CancellationToken cancellationToken);

    /// <summary>How capture or upload get on.</summary>
    [Alias("Progress")]
    Task Progress(CommandUpdate update, CancellationToken cancellationToken);

    /// <summary>It won't come; says why.</summary>
    [Alias("Fail")]
    Task Fail(string reason, CancellationToken cancellationToken);

    /// <summary>The file is in the store.</summary>
    [Alias("Stored")]
    Task Stored(long sizeBytes, string sha256, CancellationToken cancellationToken);

    /// <summary>The file is removed where it lay; a dump that is elsewhere by now stays what it is.</summary>
    /// <param name="from">Where it lay: <see cref="DumpState.OnNode"/> or <see cref="DumpState.Stored"/>.</param>
    /// <param name="reason">A line for a person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("Expire")]
    Task Expire(DumpState from, string reason, CancellationToken cancellationToken);

    /// <summary>The dump; null when it was never asked for.</summary>
    [Alias("Describe")]
    Task<Dump?> Describe(CancellationToken cancellationToken);
}

[GenerateSerializer]
[Alias("fleet.DumpGrainState")]
internal sealed class DumpGrainState
{
    [Id(0)]
    public Dump? Dump { get; set; }
}
