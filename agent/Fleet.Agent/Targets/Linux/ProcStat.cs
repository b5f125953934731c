using System.Globalization;
using System.Text;

namespace Fleet.Agent.Targets.Linux;

/// <summary>What matters to us of <c>/proc/PID/stat</c>; fields by proc_pid_stat(5).</summary>
/// <param name="Comm">First 15 bytes of the name; may hold spaces and brackets.</param>
/// <param name="State">For example <c>R</c>; <c>Z</c> is a zombie.</param>
/// <param name="StartTicks">Start, in clock ticks since boot.</param>
internal readonly record struct ProcStat(string Comm, char State, long StartTicks)
{
    // Fields after the name start with the third, the state; the start time is the 22nd.
    private const int StartField = 22 - 3;

    /// <summary>Reads the file's text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcStat stat)
    {
        stat = default;
        var open = text.IndexOf((byte)'(');
        // The name may hold brackets itself: the last one closes it.
        var close = text.LastIndexOf((byte)')');
        if (open < 0 || close < open || text.Length < close + 3)
            return false;

        var rest = text[(close + 2)..];
        var state = (char)rest[0];
        for (var field = 0; field < StartField; field++)
        {
            var space = rest.IndexOf((byte)' ');
            if (space < 0)
                return false;
            rest = rest[(space + 1)..];
        }

        var end = rest.IndexOfAny((byte)' ', (byte)'\n');
        if (!long.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            return false;

        stat = new ProcStat(Encoding.UTF8.GetString(text[(open + 1)..close]), state, ticks);
        return true;
    }
}
