using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.LeakLab.Scoring;

/// <summary>A score as it is written to a file.</summary>
/// <param name="Engine">Who judged.</param>
/// <param name="Split">Which split.</param>
/// <param name="Fleets">Fleet by fleet.</param>
internal sealed record ScoreFile(string Engine, string Split, IReadOnlyList<FleetScore> Fleets)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
}
