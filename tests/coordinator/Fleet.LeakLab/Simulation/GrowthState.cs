using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Simulation;

/// <summary>One growth in one run of one process.</summary>
internal sealed class GrowthState(GrowthPlan plan, IPath path, int owner, string? version, TypeState[] types, bool[] heads)
{
    private readonly double[] _last = new double[types.Length];

    public GrowthPlan Plan { get; } = plan;

    /// <summary>Version of the protocol it belongs to.</summary>
    public string? Version { get; } = version;

    /// <summary>The types it shows up in, in the order of the plan's parts.</summary>
    public TypeState[] Types { get; } = types;

    /// <summary>Bytes it holds now, of all sorts.</summary>
    public double Bytes { get; private set; }

    /// <summary>Bytes it holds beside the heap, and in holes.</summary>
    public double Native { get; private set; }

    /// <inheritdoc cref="Native"/>
    public double Free { get; private set; }

    /// <summary>What it did at each look; only of leaks.</summary>
    public List<Sample> Samples { get; } = [];

    public double EvidentAt => path.EvidentAt;

    /// <summary>The hosting that owns it, -1 for the process.</summary>
    public int Owner { get; } = owner;

    /// <summary>Goes on, and adds what it holds to its types.</summary>
    /// <param name="moment">Now.</param>
    /// <param name="gen1Hours">How long objects stay young.</param>
    public void Advance(in Moment moment, double gen1Hours)
    {
        var entries = path.Advance(moment);
        Native = entries * Plan.NativeBytes;
        Free = entries * Plan.FreeBytes;
        Bytes = Native + Free;
        for (var i = 0; i < Types.Length; i++)
        {
            var part = Plan.Parts[i];
            var bytes = part.BytesOf(entries);
            var type = Types[i];
            type.GrownObjects += part.Objects(entries);
            type.GrownBytes += bytes;
            // Big arrays are born in gen 2.
            if (!part.Doubles && bytes > _last[i])
                type.GrownYoung += (bytes - _last[i]) * Math.Min(1, gen1Hours / moment.Step);
            _last[i] = bytes;
            Bytes += bytes;
        }
    }

    /// <summary>Bytes it holds in types that it may be called by.</summary>
    public double HeadBytes()
    {
        var bytes = 0.0;
        for (var i = 0; i < Types.Length; i++)
            bytes += heads[i] ? _last[i] : 0;
        return bytes;
    }

    /// <summary>Bytes of those types in gen 2 that are no growth.</summary>
    public double HeadOrdinary()
    {
        var bytes = 0.0;
        for (var i = 0; i < Types.Length; i++)
            bytes += heads[i] ? Types[i].OrdinaryGen2 : 0;
        return bytes;
    }
}

/// <summary>A leak at one look.</summary>
/// <param name="Hours">Since the fleet's start.</param>
/// <param name="Leaked">Bytes leaked so far, of all sorts.</param>
/// <param name="Head">Of them, in the types by which the leak may be called (or beside the heap, or in holes).</param>
/// <param name="Other">What else there is of those types in gen 2 (or beside the heap, or in holes).</param>
internal readonly record struct Sample(double Hours, double Leaked, double Head, double Other);
