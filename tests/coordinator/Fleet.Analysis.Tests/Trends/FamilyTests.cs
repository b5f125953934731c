using System.Globalization;
using Fleet.Analysis.Tests.Lab;
using Fleet.Analysis.Trends;

namespace Fleet.Analysis.Tests.Trends;

public sealed class FamilyTests(ITestOutputHelper output)
{
    private const int Seeds = 40;
    private const int FastLooks = 48;
    private const int SlowLooks = 300;

    [Fact]
    public void Fast_leaks_of_every_family_are_found_in_time()
    {
        var results = Families.Leaks.Select(family => (family, found: Runs(Pace.Fast, FastLooks, family, leak: true))).ToList();
        Report("fast leaks", results);

        foreach (var (family, found) in results)
            Assert.True(found.Count(run => run.FirstSuspect is not null) >= 0.95 * Seeds, family);
        var steady = results.Single(result => result.family == "steady").found.Select(run => run.FirstSuspect ?? int.MaxValue).Order().ToList();
        // A minute and a half after the start of a process that leaks.
        Assert.InRange(steady[(int)(0.9 * Seeds)], 16, 36);
    }

    [Fact]
    public void Fast_innocents_of_no_family_are_suspected()
    {
        var results = Families.Innocents.Select(family => (family, found: Runs(Pace.Fast, FastLooks, family, leak: false))).ToList();
        Report("fast innocents", results);

        Assert.InRange(results.Sum(result => result.found.Count(run => run.FirstSuspect is not null)), 0, 0.015 * Seeds * results.Count);
        Assert.DoesNotContain(results, result => result.found.Any(run => run.StandsAtEnd));
    }

    [Fact]
    public void Slow_leaks_of_every_family_are_found()
    {
        var results = Families.Leaks.Select(family => (family, found: Runs(Pace.Slow, SlowLooks, family, leak: true))).ToList();
        Report("slow leaks", results);

        foreach (var (family, found) in results)
            Assert.True(found.Count(run => run.StandsAtEnd) >= 0.95 * Seeds, family);
    }

    [Fact]
    public void Slow_innocents_of_no_family_are_suspected()
    {
        var results = Families.Innocents.Select(family => (family, found: Runs(Pace.Slow, SlowLooks, family, leak: false))).ToList();
        Report("slow innocents", results);

        Assert.InRange(results.Sum(result => result.found.Count(run => run.FirstSuspect is not null)), 0, 0.015 * Seeds * results.Count);
        Assert.DoesNotContain(results, result => result.found.Any(run => run.StandsAtEnd));
    }

    private static List<Run> Runs(Pace pace, int looks, string family, bool leak) =>
        [.. Enumerable.Range(0, Seeds).Select(seed => Play(pace, looks, family, leak, seed))];

    private static Run Play(Pace pace, int looks, string family, bool leak, int seed)
    {
        var random = new Random((seed * 7919) + family.Length);
        var process = new SimulatedProcess(pace, seed).WithBackground(24);
        process.Types.Add(leak ? Families.Leak(family, random, pace) : Families.Innocent(family, random, pace));
        var trends = new InstanceTrends(process.Identity, pace.Options);
        int? first = null;
        var others = 0;
        var stands = false;
        for (var look = 1; look <= looks; look++)
        {
            trends.Observe(process.Look(look));
            var suspects = trends.Suspects();
            stands = suspects.Any(suspect => suspect.Type == Families.Type);
            others += suspects.Count(suspect => suspect.Type != Families.Type);
            first ??= (stands || (!leak && suspects.Count > 0)) ? look : null;
        }

        return new Run(first, stands, others);
    }

    private void Report(string title, List<(string Family, List<Run> Found)> results)
    {
        foreach (var (family, found) in results)
        {
            var firsts = found.Where(run => run.FirstSuspect is not null).Select(run => run.FirstSuspect!.Value).Order().ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{title}: {family,-16} suspected {firsts.Count}/{found.Count}, standing {found.Count(run => run.StandsAtEnd)}, median look {(firsts.Count > 0 ? firsts[firsts.Count / 2] : 0)}, last {(firsts.Count > 0 ? firsts[^1] : 0)}, others {found.Count(run => run.Others > 0)}"));
        }
    }

    private sealed record Run(int? FirstSuspect, bool StandsAtEnd, int Others);
}
