namespace Fleet.Contracts.Wording;

/// <summary>Type names as short as a step of a path can be.</summary>
public static class StepNames
{
    private const int LongestArguments = 24;

    /// <summary>
    /// Without namespaces and outer types; arguments only where they are short: <c>A.B.Dictionary&lt;K, V&gt;+Entry[]</c> becomes <c>Entry[]</c>.
    /// </summary>
    public static string Shorten(string name)
    {
        var inner = 0;
        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            depth += name[i] switch { '<' or '[' or '(' => 1, '>' or ']' or ')' => -1, _ => 0 };
            if (name[i] == '+' && depth == 0)
            {
                inner = i + 1;
            }
        }

        var result = NameParts.WithoutNamespaces(name[inner..]);
        var open = result.IndexOf('<', 1);
        var close = result.LastIndexOf('>');
        return open > 0 && close - open - 1 > LongestArguments ? $"{result[..open]}<…>{result[(close + 1)..]}" : result;
    }
}
