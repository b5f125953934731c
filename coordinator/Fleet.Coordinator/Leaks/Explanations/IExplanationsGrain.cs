namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>Who holds what leaks: what was asked of nodes, and what they said. There is one; its key is 0.</summary>
[Alias("fleet.IExplanations")]
internal interface IExplanationsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that questions are asked.</summary>
    [Alias("Wake")]
    Task Wake(CancellationToken cancellationToken);

    /// <summary>Every question of the incidents there are, oldest first.</summary>
    [Alias("List")]
    Task<List<HolderAsk>> List(CancellationToken cancellationToken);
}
