namespace Fleet.Analysis.Trends;

/// <summary>Kinds of leaks that are counted in things: assemblies, handles, objects in a queue. What they take in bytes is not known.</summary>
public static class CountedKinds
{
    /// <summary>True for kinds whose growth is told in things per hour.</summary>
    public static bool IsCounted(this LeakKind kind) => kind is LeakKind.Assemblies or LeakKind.Handles or LeakKind.Finalizers;

    /// <summary>The kind in one word, as documents and messages have it.</summary>
    public static string Word(this LeakKind kind) => kind switch
    {
        LeakKind.Managed => "managed",
        LeakKind.Native => "native",
        LeakKind.Fragmentation => "fragmentation",
        LeakKind.Assemblies => "assemblies",
        LeakKind.Handles => "handles",
        LeakKind.Finalizers => "finalizers",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    /// <summary>What is counted, in the plural; <c>objects</c> for kinds that are measured in bytes.</summary>
    public static string Things(this LeakKind kind) => kind switch
    {
        LeakKind.Assemblies => "assemblies",
        LeakKind.Handles => "handles",
        _ => "objects",
    };
}
