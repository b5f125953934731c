using System.Buffers;

namespace Fleet.Analysis.Trends;

/// <summary>Takes names of generic types and arrays apart.</summary>
internal static class TypeNames
{
    private static readonly char[] s_separators = ['<', '>', '[', ']', ',', ' ', '*', '&'];
    private static readonly SearchValues<char> s_search = SearchValues.Create(s_separators);

    /// <summary>
    /// The names that a name is made of: <c>System.Collections.Generic.Dictionary&lt;System.String, A.B+C&gt;+Entry[]</c> names Dictionary, String, A.B+C
    /// and +Entry. None when it is a plain name.
    /// </summary>
    public static string[] In(string type) =>
        type.AsSpan().ContainsAny(s_search) ? type.Split(s_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    /// <summary>True when both are one type, or the first is nested in the second.</summary>
    public static bool IsOrIsNestedIn(string name, string type) =>
        name.StartsWith(type, StringComparison.Ordinal) && (name.Length == type.Length || name[type.Length] == '+');
}
