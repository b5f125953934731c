namespace Fleet.LeakLab.Scoring;

/// <summary>Something that judges a recorded series.</summary>
internal interface IVerdictSource
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>Judges the series of a file.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says how.</exception>
    Task<Verdict> JudgeAsync(string file, CancellationToken cancellationToken);
}
