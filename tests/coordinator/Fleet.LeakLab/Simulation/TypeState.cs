using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fleet.LeakLab.Growth;
using Fleet.LeakLab.Plans;

namespace Fleet.LeakLab.Simulation;

/// <summary>One type in one run: what it holds now, and how its line of the summary begins.</summary>
internal sealed class TypeState
{
    // Names of generic and nested types are full of what JSON for web pages would escape.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public TypeState(TypeName name)
    {
        Name = name;
        Prefix = Encoding.UTF8.GetBytes($"[{JsonSerializer.Serialize(name.Name, s_plain)},{JsonSerializer.Serialize(name.Module, s_plain)},");
    }

    public TypeName Name { get; }

    /// <summary>The row up to its numbers.</summary>
    public byte[] Prefix { get; }

    /// <summary>What there is of it in the ordinary course of work, for each of its owners.</summary>
    public List<(BaseType Plan, int Owner)> Base { get; } = [];

    /// <summary>The noise's present value, of variance 1.</summary>
    public double Noise;

    /// <summary>Objects and bytes of growth now, and those of it that are not yet in gen 2.</summary>
    public double GrownObjects, GrownBytes, GrownYoung;

    /// <summary>As the summary has it.</summary>
    public long Count, Bytes, Gen2Bytes;

    /// <summary>Bytes in gen 2 that are no growth.</summary>
    public double OrdinaryGen2;
}
