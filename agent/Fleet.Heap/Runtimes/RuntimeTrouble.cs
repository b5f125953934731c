using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Runtimes;

/// <summary>What the debugging library throws when a runtime's structures make no sense to it: in a damaged dump, or in a process that runs.</summary>
internal static class RuntimeTrouble
{
    /// <summary>Whether an exception is of that kind, and no fault of ours.</summary>
    public static bool Is(Exception e) => e
        is ClrDiagnosticsException or IOException or InvalidDataException or InvalidOperationException or ArgumentException
        or NotSupportedException or OverflowException or BadImageFormatException;

    /// <summary>Asks for something that a summary can do without; where the runtime can't be understood, that is noted instead.</summary>
    /// <param name="what">As the subject of the note: <c>handles</c>.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="otherwise">Stands for what can't be told.</param>
    /// <param name="notes">Takes the note.</param>
    public static T Ask<T>(string what, Func<T> ask, T otherwise, ICollection<string> notes)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (Is(e))
        {
            notes.Add($"{what} could not be read ({e.Message.ReplaceLineEndings(" ")})");
            return otherwise;
        }
    }
}
