namespace Fleet.Agent.Looks.Worker;

/// <summary>Takes the first line of a stream and lets the rest go by, however much it is.</summary>
internal static class FirstLine
{
    private const int LongestLine = 1000;
    private const int BlockCharacters = 4096;

    /// <summary>The first line that is not blank, cut; empty when there is none.</summary>
    public static async Task<string> ReadAsync(TextReader reader)
    {
        var head = new System.Text.StringBuilder();
        var block = new char[BlockCharacters];
        int count;
        while ((count = await reader.ReadAsync(block)) > 0)
        {
            if (head.Length < LongestLine)
                head.Append(block, 0, count);
        }

        var line = head.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        return line.Length > LongestLine ? line[..LongestLine] : line;
    }
}
