using Fleet.Contracts.Heap;

namespace Fleet.Agent.Looks.Holders;

/// <summary>Who holds the objects of a type is asked.</summary>
/// <param name="Type">Full name and module; an empty module: whichever.</param>
/// <param name="LongestPause">How long the target may stand still for it.</param>
internal sealed record HolderQuestion(TypeKey Type, TimeSpan LongestPause)
{
    /// <summary>The type as the heap worker is asked for it.</summary>
    public string Asked => Type.Module.Length > 0 ? $"{Type.Module}!{Type.Name}" : Type.Name;
}
