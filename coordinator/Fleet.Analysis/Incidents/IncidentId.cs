using System.IO.Hashing;
using System.Text;

namespace Fleet.Analysis.Incidents;

/// <summary>Names causes shortly and for good: the same series give the same cause the same id in every run and on every machine.</summary>
internal static class IncidentId
{
    // Crockford's alphabet: no letter is taken for a digit when read aloud.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 10;
    private const int BitsOfLetter = 5;

    /// <summary>The id of a cause.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="used">Ids that stand for other causes: one that was about this once may have turned out to be about another.</param>
    public static string Of(Cluster cause, IReadOnlySet<string>? used = null)
    {
        // Pieces are parted by what none of them can hold.
        var name = $"{cause.Kind}\0{cause.Protocol}\0{cause.Subject}{(cause.Program is { } program ? $"\0{program}" : "")}";
        var id = Of(name);
        for (var other = 2; used?.Contains(id) == true; other++)
            id = Of($"{name}\0{other}");
        return id;
    }

    private static string Of(string name)
    {
        var hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name));
        return string.Create(Length, hash, static (letters, rest) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = Alphabet[(int)(rest % (1 << BitsOfLetter))];
                rest >>= BitsOfLetter;
            }
        });
    }
}
