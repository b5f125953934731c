using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Advice;

/// <summary>
/// Says what lacks clean-up. Static fields of a QAction are shared by all elements of its protocol's version in a process and outlive every one of
/// them, so the classic leak is a static collection by element that nobody takes anything out of.
/// </summary>
internal static class CleanUp
{
    private const string Static = "static ";
    private const string ThreadStatic = "thread static ";
    private const string Handle = " handle";

    /// <summary>One line for a leak on the managed heap whose holder or QAction is known.</summary>
    public static IEnumerable<string> Advise(Incident incident, AdviceFacts facts)
    {
        if (incident.Kind != LeakKind.Managed)
            yield break;

        var where = incident.QAction is { } id ? $" of QAction {id}" : "";
        if (facts.Holders is [var holder, ..] && IsStatic(holder))
        {
            var elements = HasElements(incident, facts) ? ", and those of an element when it stops; static fields outlive elements." : ".";
            yield return $"The static field {FieldOf(holder)}{where} holds most of them: take entries out when what they are for is done{elements}";
        }
        else if (facts.Holders.Count > 0)
        {
            yield return Release(FirstStep(facts.Holders[0]), where);
        }
        else if (incident.QAction is not null)
        {
            yield return $"Look in the code{where} for a static collection of {incident.Type} by element that nothing is taken out of: static fields are shared by all elements and outlive them.";
        }
    }

    private static bool HasElements(Incident incident, AdviceFacts facts) =>
        incident.Protocol is not null || incident.Instances.Any(affected => facts.Hosted.GetValueOrDefault(affected.Instance) is { Count: > 0 });

    private static string Release(string root, string where) => root switch
    {
        "finalizer queue" =>
            $"They wait for their finalizers, one of which is slow or blocked: a dump shows what the finalizer thread is at; dispose of such objects, which keeps them out of the queue.",
        "ref-counted handle" => "Unmanaged code holds them through COM: it has to release them, and events that it subscribed to have to be unsubscribed from.",
        _ when root.EndsWith(Handle, StringComparison.Ordinal) =>
            $"They are held by a {root}{where}: find who makes it (GCHandle.Alloc, or a callback, event or timer that unmanaged code keeps), and call GCHandle.Free or end that when it is done.",
        _ => $"They are held by {root}{where}: release them there.",
    };

    private static bool IsStatic(string holder) =>
        holder.StartsWith(Static, StringComparison.Ordinal) || holder.StartsWith(ThreadStatic, StringComparison.Ordinal);

    private static string FieldOf(string holder)
    {
        var root = FirstStep(holder);
        return root[(root.IndexOf(Static, StringComparison.Ordinal) + Static.Length)..];
    }

    // Paths are written with either arrow, and may end with what they lead to in brackets.
    private static string FirstStep(string holder)
    {
        foreach (var end in (string[])[" → ", " -> ", " ("])
        {
            if (holder.IndexOf(end, StringComparison.Ordinal) is > 0 and var at)
                holder = holder[..at];
        }

        return holder.Trim();
    }
}
