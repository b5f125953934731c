using System.Text.Json;
using Fleet.LeakLab.Families;
using Fleet.LeakLab.Plans;
using Fleet.LeakLab.Simulation;
using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Tests;

/// <summary>A fleet that was played into memory: its plan, its bytes, its truth.</summary>
internal sealed class Played
{
    private string[]? _lines;

    private Played(FleetPlan plan, byte[] bytes, Truth truth) => (Plan, Bytes, Truth) = (plan, bytes, truth);

    public FleetPlan Plan { get; }

    public byte[] Bytes { get; }

    public Truth Truth { get; }

    /// <summary>A fleet of a family, with as few looks as the family allows.</summary>
    public static Played Family(string family, int number = 0, ulong seed = 7, string split = "test") =>
        Of(Catalogue.Fleet(split, number, seed, family, setting => setting with { Rows = 1 }));

    public static Played Of(FleetPlan plan)
    {
        using var stream = new MemoryStream();
        var truth = FleetSimulation.Play(plan, new ReplayWriter(plan, stream));
        return new Played(plan, stream.ToArray(), truth);
    }

    /// <summary>The lines that can be read.</summary>
    public IEnumerable<JsonElement> Lines(int? pid = null)
    {
        _lines ??= System.Text.Encoding.UTF8.GetString(Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in _lines)
        {
            if (pid is not null && !line.Contains($"\"pid\":{pid},", StringComparison.Ordinal))
                continue;
            JsonElement element;
            try
            {
                element = JsonDocument.Parse(line).RootElement;
            }
            catch (JsonException)
            {
                continue;
            }

            yield return element;
        }
    }

    /// <summary>One instance's summaries in the order of time.</summary>
    public List<JsonElement> Summaries(int pid) =>
        [.. Lines(pid).OrderBy(line => line.GetProperty("at").GetDateTime())];

    /// <summary>Bytes in gen 2 of these types.</summary>
    public static double Gen2(JsonElement line, IEnumerable<TrueType> types)
    {
        var names = types.Select(type => (type.Name, type.Module)).ToHashSet();
        return line.GetProperty("types").EnumerateArray().Where(row => names.Contains((row[0].GetString()!, row[1].GetString()!))).Sum(row => row[4].GetInt64());
    }

    public static long Memory(JsonElement line, string name) => line.GetProperty("memory").GetProperty(name).GetInt64();
}
