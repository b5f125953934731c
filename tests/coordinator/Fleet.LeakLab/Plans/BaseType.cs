using Fleet.LeakLab.Growth;

namespace Fleet.LeakLab.Plans;

/// <summary>What there is of one type in the ordinary course of work.</summary>
internal sealed record BaseType
{
    public required TypeName Type { get; init; }

    /// <summary>Bytes of one object.</summary>
    public required double ObjectBytes { get; init; }

    /// <summary>Objects whatever the process does.</summary>
    public double Fixed { get; init; }

    /// <summary>Objects for each element.</summary>
    public double PerElement { get; init; }

    /// <summary>Standard deviation of the objects, as a part of them.</summary>
    public double Noise { get; init; } = 0.01;

    /// <summary>How long the noise remembers: an index into <see cref="MemoryLooks"/>.</summary>
    public int Memory { get; init; }

    /// <summary>By which part the objects follow the load.</summary>
    public double LoadShare { get; init; }

    /// <summary>How long the process takes to reach its ordinary level, in hours.</summary>
    public double WarmUpHours { get; init; } = 0.2;

    /// <summary>Bytes an hour that reach gen 2 and die there, gone with the next full collection.</summary>
    public double GarbagePerHour { get; init; }

    /// <summary>Bytes in gen 0 and 1 just before a collection of gen 0.</summary>
    public double Young { get; init; }

    /// <summary>Memory of the noise in looks, by <see cref="Memory"/>.</summary>
    public static readonly double[] MemoryLooks = [0.3, 2, 8, 30];
}
