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
        if (incident.Kind == LeakKind.Assemblies)
        {
            // An assembly that is compiled in memory may have no name.
            var what = incident.QAction is { } id ? $"QAction {id}" : incident.Culprit is { Length: > 0 } assembly ? assembly : "Code";
            yield return $"{what}{where} is compiled and loaded again and again, and what is loaded stays until the process ends: look for what makes it compile anew, "
                + "such as a protocol that is set or uploaded by a script, or code that is generated at run time for every call.";
        }
        else if (LookFor(incident) is { } line)
        {
            yield return $"Look{where} for {line}";
        }
    }

    private static string? LookFor(Incident incident) => incident.Kind switch
    {
        LeakKind.Native => "objects that implement IDisposable and are never disposed of, and for unmanaged libraries whose allocations are not released.",
        LeakKind.Fragmentation => "pinned objects (GCHandle, buffers of sockets and of unmanaged calls) and for large objects (85,000 bytes and more) that come and go: reuse buffers.",
        LeakKind.Handles => $"handles{(incident.Culprit is { } kind ? $" of the kind {kind}" : "")} that are made and never freed: GCHandle.Alloc without Free, callbacks and events of unmanaged code.",
        LeakKind.Finalizers => $"a finalizer that is slow, blocks or never returns{(incident.Culprit is { } type ? $", of {type} or what is queued before it" : "")}: a dump shows the finalizer thread; and dispose of such objects, which keeps them out of the queue.",
        _ => null,
    };
}
