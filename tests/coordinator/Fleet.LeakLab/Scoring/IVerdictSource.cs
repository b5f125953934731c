namespace Fleet.LeakLab.Scoring;

/// <summary>Something that judges a recorded series, in one way or in several that share the reading.</summary>
internal interface IVerdictSource
{
    /// <summary>What its ways are called in tables.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Judges the series of a file: one verdict for each name.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says how.</exception>
    Task<IReadOnlyList<Verdict>> JudgeAsync(string file, CancellationToken cancellationToken);
}
