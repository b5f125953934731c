namespace Fleet.Heap.Retention;

/// <summary>A type as somebody asks for it: by its full name, or the end of it.</summary>
internal sealed class TypePattern(string asked)
{
    /// <summary>Whether that is the type's name, or its end from a dot or plus on.</summary>
    public bool Matches(string name) =>
        name.EndsWith(asked, StringComparison.Ordinal)
        && (name.Length == asked.Length || (name[name.Length - asked.Length - 1] is '.' or '+' && IsOutsideOfArguments(name, name.Length - asked.Length)));

    // The "B>" of "A<C.B>" is the end of nothing's name.
    private static bool IsOutsideOfArguments(string name, int at)
    {
        var depth = 0;
        for (var i = 0; i < at; i++)
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
        return depth == 0;
    }
}
