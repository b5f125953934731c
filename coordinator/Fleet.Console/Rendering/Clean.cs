namespace Fleet.Console.Rendering;

/// <summary>Names come from foreign processes: none of them may move the cursor or break a line.</summary>
internal static class Clean
{
    public static string Line(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 && text.AsSpan().IndexOfAnyInRange('\x7f', '\x9f') < 0
            ? text
            : string.Create(text.Length, text, static (line, source) =>
            {
                for (var i = 0; i < line.Length; i++)
                {
                    line[i] = source[i] switch
                    {
                        '\t' or '\r' or '\n' => ' ',
                        var c when char.IsControl(c) => '\uFFFD',
                        var c => c,
                    };
                }
            });
}
