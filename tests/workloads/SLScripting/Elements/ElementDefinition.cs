namespace SLScripting.Elements;

/// <summary>One device that a protocol drives.</summary>
/// <param name="DataMinerId">The agent it was created on.</param>
/// <param name="Label">The version as its user chose it, for instance "Production".</param>
/// <param name="PeriodMs">Time between two ticks of its fastest timer in ms; 0 for the protocol's own.</param>
/// <param name="Parameters">Values by parameter id that replace the protocol's defaults.</param>
internal sealed record ElementDefinition(
    string Name,
    int DataMinerId,
    int ElementId,
    string Protocol,
    string Version,
    string Label,
    int PeriodMs,
    IReadOnlyDictionary<int, string> Parameters);
