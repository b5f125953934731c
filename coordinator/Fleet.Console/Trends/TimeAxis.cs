using System.Globalization;

namespace Fleet.Console.Trends;

/// <summary>The horizontal axis: from the first to the last moment, UTC.</summary>
internal readonly record struct TimeAxis(DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>From 0 at the left to 1 at the right.</summary>
    public double Part(DateTimeOffset at) => Last > First ? (at - First) / (Last - First) : 0;

    /// <summary>One line of labels, spread over the width; fewer where they would touch.</summary>
    public string Labels(int width)
    {
        var format = (Last - First) switch
        {
            { TotalMinutes: < 10 } => "HH:mm:ss",
            { TotalHours: < 24 } => "HH:mm",
            _ => "MM-dd HH:mm",
        };
        var count = Math.Max(2, Math.Min(5, width / (format.Length * 2)));
        var line = new char[width];
        Array.Fill(line, ' ');
        for (var i = 0; i < count; i++)
        {
            var part = i / (double)(count - 1);
            var label = (First + ((Last - First) * part)).UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
            var start = Math.Clamp((int)Math.Round((part * (width - 1)) - (label.Length / 2d)), 0, Math.Max(0, width - label.Length));
            label.AsSpan(0, Math.Min(label.Length, width)).CopyTo(line.AsSpan(start));
        }

        return new string(line).TrimEnd();
    }
}
