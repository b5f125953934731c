namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>What must not be asked again, and what was said: written before a question leaves and when its answer came.</summary>
[GenerateSerializer]
[Alias("fleet.ExplanationsState")]
internal sealed class ExplanationsState
{
    /// <summary>Questions of the incidents there are, oldest first.</summary>
    [Id(0)]
    public List<HolderAsk> Asks { get; set; } = [];

    /// <summary>Instances that were near their limit, by their id, and when evidence of them was asked for, UTC.</summary>
    [Id(1)]
    public Dictionary<string, DateTimeOffset> LastEvidence { get; set; } = [];
}
