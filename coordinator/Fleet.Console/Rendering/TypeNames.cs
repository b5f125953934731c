using System.Text;

namespace Fleet.Console.Rendering;

/// <summary>Type names without their namespaces, for places where a line must hold more than a name.</summary>
internal static class TypeNames
{
    /// <summary><c>System.Collections.Generic.List&lt;A.B.Row&gt;</c> becomes <c>List&lt;Row&gt;</c>; nested types keep their outer one.</summary>
    public static string Short(string name)
    {
        var result = new StringBuilder(name.Length);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] is '<' or '>' or ',' or ' ' or '[' or ']' or '(' or ')')
            {
                var part = name.AsSpan(start, i - start);
                result.Append(part[(part.LastIndexOf('.') + 1)..]);
                if (i < name.Length)
                {
                    result.Append(name[i]);
                }

                start = i + 1;
            }
        }

        return result.ToString();
    }
}
