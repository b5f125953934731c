using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>Published ways of finding leaks, as they are usually applied.</summary>
internal static class BaselineCatalogue
{
    private static readonly Dictionary<string, Func<IBaseline>> s_all = new(StringComparer.Ordinal)
    {
        ["threshold"] = () => new StaticThreshold(),
        ["linear"] = () => new LinearFit(),
        ["mann-kendall"] = () => new MannKendall(),
        ["resin"] = () => new BucketPivot(),
    };

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Keys];

    /// <summary>All of these, on one reading of each file.</summary>
    /// <exception cref="KeyNotFoundException">No such baseline.</exception>
    public static IVerdictSource Create(params IEnumerable<string> names) => new BaselinePanel([.. names.Select(name => s_all[name]())]);
}
