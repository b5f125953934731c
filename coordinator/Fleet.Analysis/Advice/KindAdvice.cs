using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Advice;

/// <summary>Says what developers should look for, by the kind of leak.</summary>
internal static class KindAdvice
{
    /// <summary>One line; none for objects on the managed heap, of which the holder says more.</summary>
    public static IEnumerable<string> Advise(Incident incident)
    {
        var where = incident.Protocol is { } protocol ? $" in {protocol}" : "";
        if (LookFor(incident.Kind) is { } line)
            yield return $"Look{where} for {line}";
    }

    private static string? LookFor(LeakKind kind) => kind switch
    {
        LeakKind.Native => "objects that implement IDisposable and are never disposed of, and for unmanaged libraries whose allocations are not released.",
        LeakKind.Fragmentation => "pinned objects (GCHandle, buffers of sockets and of unmanaged calls) and for large objects (85,000 bytes and more) that come and go: reuse buffers.",
        _ => null,
    };
}
