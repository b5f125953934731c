using Fleet.Contracts.Heap;
using Fleet.Heap.Retention.Roots;

namespace Fleet.Heap.Retention;

/// <summary>Names of types and roots as the report has them.</summary>
internal sealed class ReportNames(IReadOnlyList<TypeKey> types, IReadOnlyList<RootName> roots)
{
    /// <summary>A type.</summary>
    public TypeKey Type(int type) => types[type];

    /// <summary>A step of a path.</summary>
    public RetentionStep Step(int type, bool repeats) => new(types[type].Name, types[type].Module, repeats);

    /// <summary>A root; -1 is what did not fit into the table of paths.</summary>
    public RetentionRoot Root(int root) =>
        root < 0 ? new RetentionRoot("other", "", "") : new RetentionRoot(Word(roots[root].Kind), roots[root].Name, roots[root].Module);

    private static string Word(RootKind kind) => kind switch
    {
        RootKind.Static => "static",
        RootKind.ThreadStatic => "thread static",
        RootKind.StrongHandle => "strong handle",
        RootKind.PinnedHandle => "pinned handle",
        RootKind.RefCountedHandle => "ref-counted handle",
        RootKind.AsyncPinnedHandle => "async pinned handle",
        RootKind.SizedRefHandle => "sized ref handle",
        RootKind.Stack => "stack",
        RootKind.FinalizerQueue => "finalizer queue",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of root without a word."),
    };
}
