namespace Fleet.Analysis.Trends;

/// <summary>Growth that a window shows, before it is known what all others show.</summary>
internal readonly struct GrowthCandidate
{
    private readonly int _longestGap;
    private readonly int _bins;

    /// <summary>Growth of a series on a level.</summary>
    public GrowthCandidate(Series series, int level, Finding finding, in TrendWindow window)
    {
        Series = series;
        Level = level;
        Finding = finding;
        var floors = window.Floors;
        var lowest = double.PositiveInfinity;
        var highest = double.NegativeInfinity;
        var since = 0;
        for (var i = 0; i < floors.Length; i++)
        {
            lowest = Math.Min(lowest, floors[i]);
            if (floors[i] > highest)
            {
                _longestGap = Math.Max(_longestGap, i - since);
                highest = floors[i];
                since = i;
            }
        }

        _bins = floors.Length;
        RelativeGrowth = (highest - lowest) / Math.Max(1, Math.Abs(lowest));
    }

    /// <summary>The series.</summary>
    public Series Series { get; }

    /// <summary>The level whose window it is.</summary>
    public int Level { get; }

    /// <summary>What it shows.</summary>
    public Finding Finding { get; }

    /// <summary>Growth over the window in parts of its lowest floor.</summary>
    public double RelativeGrowth { get; }

    /// <summary>Makes it a finding of the series.</summary>
    public void Accept(LookAxis axis, bool established)
    {
        var looksOfBin = axis.LooksOfBin(Level);
        if (Series.HasFinding)
            Series.Record.Extend(axis.Looks, _bins * looksOfBin);
        else
            Series.Record.Begin(axis.Looks, _bins * looksOfBin, _longestGap * looksOfBin);
        Series.SetFinding(Level, Finding with { Established = established });
    }
}
