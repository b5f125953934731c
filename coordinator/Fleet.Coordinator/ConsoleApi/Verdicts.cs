using Fleet.Analysis.Trends;

namespace Fleet.Coordinator.ConsoleApi;

/// <summary>The console's words for what trends say.</summary>
internal static class Verdicts
{
    public const string Growing = "growing";
    public const string Flat = "flat";
    public const string TooShort = "too-short";

    public static string Name(TypeTrend trend) => trend.Verdict switch
    {
        TrendVerdict.Growing => Growing,
        TrendVerdict.Warming => "warming",
        TrendVerdict.TooShort => TooShort,
        _ when trend.BytesPerHour.High < 0 => "shrinking",
        _ => Flat,
    };
}
