using System.Text.RegularExpressions;
using Fleet.LeakLab.Scoring;

namespace Fleet.LeakLab.Baselines;

/// <summary>A type that grows in an instance.</summary>
internal sealed record BaselineSuspect(string Type, string Module, RecordedInstance Instance, BaselineGrowth Growth, DateTime Since);

/// <summary>Puts suspects into the shape that is scored: one incident for each type and module, the protocol read from the module.</summary>
internal static partial class BaselineClaims
{
    public static Verdict Of(RecordedFleet fleet, IEnumerable<BaselineSuspect> suspects)
    {
        var incidents = suspects.GroupBy(suspect => (suspect.Type, suspect.Module)).Select(group =>
        {
            var all = group.ToList();
            var module = QActionModule().Match(group.Key.Module);
            return new ClaimedIncident
            {
                Id = $"{group.Key.Type}/{group.Key.Module}",
                Type = group.Key.Type,
                Module = group.Key.Module,
                Protocol = module.Success ? new ClaimedProtocol(module.Groups[1].Value, [module.Groups[2].Value]) : null,
                QAction = module.Success ? module.Groups[3].Value : null,
                Instances = all.ConvertAll(suspect => new ClaimedInstance(suspect.Instance.Node, suspect.Instance.Pid, suspect.Instance.StartedAt)),
                BytesPerHour = new ClaimedInterval(all.Max(suspect => suspect.Growth.PerHour), all.Max(suspect => suspect.Growth.Low), all.Max(suspect => suspect.Growth.High)),
                TimeToLimit = all.Select(Limit).Where(limit => limit is not null).MinBy(limit => limit!.Hours.Estimate),
                DetectedAt = all.Min(suspect => suspect.Since),
            };
        });
        return new Verdict(fleet.Summaries, fleet.SkippedLines, [.. incidents], []);
    }

    private static ClaimedLimit? Limit(BaselineSuspect suspect)
    {
        var room = suspect.Instance.LimitBytes - suspect.Instance.PrivateBytes[^1];
        return suspect.Instance.LimitBytes == 0 || suspect.Growth.Low <= 0 || room <= 0 ? null
            : new ClaimedLimit(suspect.Instance.Node, suspect.Instance.Pid, new ClaimedInterval(room / suspect.Growth.PerHour, room / suspect.Growth.High, room / suspect.Growth.Low));
    }

    [GeneratedRegex(@"^(.+)\.(\d+\.\d+\.\d+\.\d+(?:_\w+)?)\.QAction\.(\w+)$")]
    private static partial Regex QActionModule();
}
