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

    /// <summary>One line for a leak on the managed heap whose holder or QAction is known.</summary>
    public static IEnumerable<string> Advise(Incident incident, AdviceFacts facts)
    {
        if (incident.Kind != LeakKind.Managed)
            yield break;

        var where = incident.QAction is { } id ? $" of QAction {id}" : "";
        if (facts.Holders is [var holder, ..] && IsStatic(holder))
        {
            yield return $"The static field {FieldOf(holder)}{where} holds most of them: take entries out when what they are for is done, and those of an element when it stops; "
                + "static fields outlive elements.";
        }
        else if (facts.Holders.Count > 0)
        {
            yield return $"They are held by {FirstStep(facts.Holders[0])}{where}: release them there.";
        }
        else if (incident.QAction is not null)
        {
            yield return $"Look in the code{where} for a static collection of {incident.Type} by element that nothing is taken out of: static fields are shared by all elements and outlive them.";
        }
    }

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
