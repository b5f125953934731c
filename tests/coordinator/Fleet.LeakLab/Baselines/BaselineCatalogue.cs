using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>Published ways of finding leaks, as they are usually applied.</summary>
internal static class BaselineCatalogue
{
    private static readonly Dictionary<string, Func<IVerdictSource>> s_all = new(StringComparer.Ordinal)
    {
        ["threshold"] = () => new StaticThreshold(),
        ["linear"] = () => new LinearFit(),
        ["mann-kendall"] = () => new MannKendall(),
        ["resin"] = () => new BucketPivot(),
    };

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Keys];

    /// <exception cref="KeyNotFoundException">No such baseline.</exception>
    public static IVerdictSource Create(string name) => s_all[name]();
}
