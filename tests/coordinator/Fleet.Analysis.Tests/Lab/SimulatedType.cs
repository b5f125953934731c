using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Tests.Lab;

/// <summary>One type of a simulated process.</summary>
/// <param name="Key">Its name and module.</param>
/// <param name="Live">Bytes that are held, by looks since the process started.</param>
internal sealed record SimulatedType(TypeKey Key, Func<double, double> Live)
{
    /// <summary>Standard deviation of what is held, in bytes.</summary>
    public double Noise { get; init; }

    /// <summary>Bytes a look that die in old memory and stay until the next full collection.</summary>
    public double Garbage { get; init; }

    /// <summary>Bytes that die young.</summary>
    public double Transient { get; init; } = 20_000;

    /// <summary>Size of one object.</summary>
    public int ObjectSize { get; init; } = 64;
}
