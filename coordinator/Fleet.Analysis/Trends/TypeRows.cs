using System.Runtime.InteropServices;
using Fleet.Contracts.Heap;

namespace Fleet.Analysis.Trends;

/// <summary>Rows of a histogram without a copy of each: there are thousands in a summary.</summary>
internal static class TypeRows
{
    /// <summary>The rows, in place where they lie in one piece.</summary>
    public static ReadOnlySpan<TypeRow> InPlace(this IReadOnlyList<TypeRow> rows) => rows switch
    {
        TypeRow[] array => array,
        ArraySegment<TypeRow> segment => segment.AsSpan(),
        List<TypeRow> list => CollectionsMarshal.AsSpan(list),
        _ => rows.ToArray(),
    };
}
