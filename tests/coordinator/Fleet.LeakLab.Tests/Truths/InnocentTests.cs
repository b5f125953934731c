using Fleet.LeakLab.Families;
using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Tests.Truths;

public sealed class InnocentTests
{
    public static TheoryData<string> Innocents => [.. Catalogue.Families.Where(family => !family.Leaks).Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Innocents))]
    public void Nothing_is_labelled_as_a_leak_in_a_fleet_that_has_none(string family) => Assert.Empty(Played.Family(family).Truth.Incidents);

    [Theory]
    [InlineData("warm-up", "warm-up")]
    [InlineData("bounded-cache", "bounded LRU")]
    [InlineData("history-week", "a week of history")]
    [InlineData("higher-plateau", "new feature")]
    [InlineData("interning", "intern table")]
    [InlineData("refill", "history, again after each restart")]
    [InlineData("configuration-step", "bigger from one moment on")]
    [InlineData("service-innocent", "response cache")]
    public void A_plateau_is_really_reached_well_before_the_end(string family, string what)
    {
        var played = Played.Family(family);
        var growths = played.Truth.Innocents.Where(innocent => innocent.What.StartsWith(what, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(growths);
        // The runs that were there for most of the second half.
        var runs = played.Truth.Instances.Where(instance => instance.EndedAt is null && (played.Truth.To - instance.StartedAt) > 0.5 * (played.Truth.To - played.Truth.From) && instance.Summaries > 80).ToList();
        Assert.NotEmpty(runs);
        foreach (var run in runs)
        {
            var summaries = played.Summaries(run.Pid);
            foreach (var growth in growths)
            {
                var levels = summaries.ConvertAll(line => Played.Gen2(line, Own(growth)));
                var (third, last) = (Low(levels, 0.7, 0.85), Low(levels, 0.85, 1));
                // Strings are everybody's: elements and load move them, too.
                if (last > 100_000)
                    Assert.InRange(last / third, 0.7, Own(growth).TrueForAll(type => type.Module is "mscorlib" or "System.Private.CoreLib") ? 1.25 : 1.1);
            }
        }
    }

    [Fact]
    public void Elements_that_are_provisioned_show_in_the_summaries()
    {
        var played = Played.Family("provisioning");
        var name = played.Plan.Protocols[0].Name;
        var grew = played.Truth.Instances.Where(instance => instance.Summaries > 200).Count(instance =>
        {
            var summaries = played.Summaries(instance.Pid);
            int Elements(int i) => summaries[i].GetProperty("protocols").EnumerateArray().Where(hosted => hosted.GetProperty("name").GetString() == name).Sum(hosted => hosted.GetProperty("elements").GetInt32());
            return Elements(summaries.Count - 1) > Elements(0) + 5;
        });
        Assert.True(grew > 0);
    }

    [Fact]
    public void A_heap_between_rare_collections_rises_and_falls_back()
    {
        var played = Played.Family("rare-collections");
        var instance = played.Truth.Instances.MaxBy(instance => instance.Summaries)!;
        var summaries = played.Summaries(instance.Pid);
        var (before, garbage, drops) = (0L, 0L, 0);
        foreach (var line in summaries)
        {
            var full = line.GetProperty("memory").GetProperty("gcCounts")[2].GetInt64();
            var gen2 = line.GetProperty("types").EnumerateArray().Sum(row => row[4].GetInt64());
            drops += full > before && gen2 < garbage ? 1 : 0;
            (before, garbage) = (full, gen2);
        }

        Assert.InRange(drops, 2, summaries.Count / 8);
    }

    // Framework types are shared with everything else that goes on, unless the growth is made of nothing else.
    private static List<TrueType> Own(TrueInnocent growth)
    {
        var own = growth.Types.Where(type => type.Module is not ("mscorlib" or "System.Private.CoreLib")).ToList();
        return own.Count > 0 ? own : [.. growth.Types];
    }

    private static double Low(List<double> levels, double from, double to)
    {
        var part = levels.GetRange((int)(from * levels.Count), (int)((to - from) * levels.Count)).Order().ToList();
        return part[part.Count / 4];
    }
}
