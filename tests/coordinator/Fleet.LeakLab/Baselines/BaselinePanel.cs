using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>Baselines that judge one reading of a file.</summary>
internal sealed class BaselinePanel(IReadOnlyList<IBaseline> baselines) : IVerdictSource
{
    public IReadOnlyList<string> Names { get; } = [.. baselines.Select(baseline => baseline.Name)];

    public Task<IReadOnlyList<Verdict>> JudgeAsync(string file, CancellationToken cancellationToken)
    {
        var fleet = RecordedFleet.Read(file);
        return Task.FromResult<IReadOnlyList<Verdict>>([.. baselines.Select(baseline => baseline.Judge(fleet, cancellationToken))]);
    }
}
