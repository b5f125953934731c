using System.IO.Hashing;
using System.Text;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Incidents;

/// <summary>Names causes shortly and for good: the same cause has the same id in every run and on every machine.</summary>
internal static class IncidentId
{
    // Crockford's alphabet: no letter is taken for a digit when read aloud.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 10;
    private const int BitsOfLetter = 5;

    /// <summary>The id of a cause.</summary>
    public static string Of(LeakKind kind, string? protocol, string? type)
    {
        // Pieces are parted by what none of them can hold.
        var hash = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{kind}\0{protocol}\0{type}"));
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
