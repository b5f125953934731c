using Fleet.Contracts.Heap;

namespace Fleet.Heap.Retention;

/// <summary>
/// A type as somebody asks for it: by its full name, the end of it, or <c>module!name</c>. Programs that are put together of parts often have
/// one name in many modules, as every protocol brings a copy of the classes that it shares with others.
/// </summary>
internal sealed class TypePattern
{
    private const char ModuleEnd = '!';

    private readonly string _module;
    private readonly string _name;

    /// <summary>The pattern of what is asked.</summary>
    /// <param name="asked">The last <c>!</c> ends the module: names of modules may have some, names of types don't.</param>
    public TypePattern(string asked)
    {
        var at = asked.LastIndexOf(ModuleEnd);
        (_module, _name) = at > 0 ? (asked[..at], asked[(at + 1)..]) : ("", asked);
    }

    /// <summary>Which of the types are asked for. Where the module has none of the name, those of the name are, whatever their module.</summary>
    public IReadOnlyList<bool> Among(IReadOnlyList<TypeKey> types)
    {
        bool[] ofModule = [.. types.Select(type => _module.Length > 0 && type.Module == _module && type.Name == _name)];
        return ofModule.Contains(true) ? ofModule : [.. types.Select(type => Matches(type.Name))];
    }

    /// <summary>Whether what is asked is the name, or its end from a dot or plus on.</summary>
    public bool Matches(string name) =>
        name.EndsWith(_name, StringComparison.Ordinal)
        && (name.Length == _name.Length || (name[name.Length - _name.Length - 1] is '.' or '+' && IsOutsideOfArguments(name, name.Length - _name.Length)));

    // The "B>" of "A<C.B>" is the end of nothing's name.
    private static bool IsOutsideOfArguments(string name, int at)
    {
        var depth = 0;
        for (var i = 0; i < at; i++)
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
        return depth == 0;
    }
}
