using System.Text;

namespace Fleet.Contracts.Wording;

/// <summary>Type names without their namespaces, or with less of them. A type's own name is never cut.</summary>
public static class NameParts
{
    /// <summary>What becomes of one name within a type's name, its own or that of an argument.</summary>
    public delegate string Renaming(ReadOnlySpan<char> part);

    /// <summary><c>System.Collections.Generic.List&lt;A.B.Row&gt;</c> becomes <c>List&lt;Row&gt;</c>; nested types keep their outer one.</summary>
    public static string WithoutNamespaces(string name) => Rename(name, part => part[(part.LastIndexOf('.') + 1)..].ToString());

    /// <summary>The name with each of the names in it renamed, and all brackets and commas as they are.</summary>
    public static string Rename(string name, Renaming rename)
    {
        var result = new StringBuilder(name.Length);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] is '<' or '>' or ',' or ' ' or '[' or ']' or '(' or ')')
            {
                result.Append(rename(name.AsSpan(start, i - start)));
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
