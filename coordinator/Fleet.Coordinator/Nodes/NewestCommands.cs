using Fleet.Contracts.ConsoleApi;

namespace Fleet.Coordinator.Nodes;

/// <summary>The newest commands of a node.</summary>
/// <param name="Statuses">Newest first.</param>
/// <param name="Total">How many are kept.</param>
[GenerateSerializer]
[Alias("fleet.NewestCommands")]
internal sealed record NewestCommands([property: Id(0)] List<CommandStatus> Statuses, [property: Id(1)] int Total);
