namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>What must not be asked again, and what was said: written before a question leaves and when its answer came.</summary>
[GenerateSerializer]
[Alias("fleet.ExplanationsState")]
internal sealed class ExplanationsState
{
    /// <summary>Questions of the incidents there are, oldest first.</summary>
    [Id(0)]
    public List<HolderAsk> Asks { get; set; } = [];

    /// <summary>Instances that were near their limit, by their id, and when all evidence of them was there or given up, UTC.</summary>
    [Id(1)]
    public Dictionary<string, DateTimeOffset> LastEvidence { get; set; } = [];

    /// <summary>Instances near their limit of which evidence is being taken, by their id.</summary>
    [Id(2)]
    public Dictionary<string, EvidenceProgress> Securing { get; set; } = [];
}
