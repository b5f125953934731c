using Fleet.Contracts.Heap;

namespace Fleet.Heap.Retention;

/// <summary>What is asked about who holds what.</summary>
public sealed record RetentionOptions
{
    /// <summary>Type whose holders are looked for: its full name, the end of it from a dot or plus on, or <c>module!name</c>. Null: the top paths of all.</summary>
    public string? Type { get; init; }

    /// <summary>Whether some of the types are the one that is asked for.</summary>
    public static bool IsAmong(string asked, IReadOnlyList<TypeRow> types) =>
        new TypePattern(asked).Among([.. types.Select(row => new TypeKey(row.Name, row.Module))]).Contains(true);

    /// <summary>Most paths in the answer; at least 1.</summary>
    public int Paths { get; init; } = 20;

    /// <summary>Most pairs of types in the answer, those that lead to <see cref="Type"/> not counted; at least 0.</summary>
    public int References { get; init; } = 40;

    /// <summary>Exact retained sizes too. Takes time and about 45 bytes of memory per object that has references; for dumps.</summary>
    public bool Dominators { get; init; }
}
