using Fleet.LeakLab.Families;
using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Tests.Truths;

public sealed class LabelTests
{
    public static TheoryData<string> Leaks => [.. Catalogue.Families.Where(family => family.Leaks).Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Leaks))]
    public void What_is_labelled_as_a_leak_really_grows_on_the_floor(string family)
    {
        var played = Played.Family(family);
        Assert.NotEmpty(played.Truth.Incidents);
        foreach (var leak in played.Truth.Incidents)
        {
            var (grown, leaked) = (0.0, 0.0);
            // A process in which two versions leak one after the other is there twice.
            foreach (var instance in leak.Instances.GroupBy(instance => instance.Pid).OrderByDescending(versions => versions.Sum(version => version.HeadBytes)).Take(25))
            {
                var floor = Floor(played, instance.Key, leak, leak.Heads);
                if (floor.Length < 4)
                    continue;
                // From the second to the last tenth, as the first one is for warming up: eight tenths of the time.
                grown += floor[^1] - floor[1];
                leaked += 0.85 * instance.Sum(version => version.HeadBytes);
            }

            // Of the file, with garbage and noise and what else there is of these types.
            Assert.InRange(grown / leaked, 0.5, 1.5);
        }
    }

    [Theory]
    [InlineData("steady-dictionary")]
    [InlineData("any-structure")]
    [InlineData("very-slow")]
    public void A_steady_leak_grows_at_the_labelled_rate(string family)
    {
        var played = Played.Family(family);
        var leak = Assert.Single(played.Truth.Incidents);
        foreach (var instance in leak.Instances.Where(instance => instance.LeakedBytes > 40 * instance.NoiseBytes))
        {
            var summaries = played.Summaries(instance.Pid);
            var floor = Floor(played, instance.Pid, leak, leak.Types);
            var hours = (summaries[^1].GetProperty("at").GetDateTime() - summaries[0].GetProperty("at").GetDateTime()).TotalHours * (floor.Length - 1) / floor.Length;
            Assert.InRange((floor[^1] - floor[0]) / hours / instance.BytesPerHour, 0.75, 1.25);
        }
    }

    [Fact]
    public void Those_that_are_not_labelled_do_not_have_the_leak()
    {
        var played = Played.Family("one-version");
        var leak = Assert.Single(played.Truth.Incidents);
        var leaking = leak.Instances.Select(instance => instance.Pid).ToHashSet();
        var least = leak.Instances.Min(instance => instance.LeakedBytes);
        var others = played.Truth.Instances.Where(instance => !leaking.Contains(instance.Pid) && instance.Summaries > 200).ToList();
        Assert.NotEmpty(others);
        foreach (var other in others)
        {
            var last = played.Summaries(other.Pid)[^1];
            var types = last.GetProperty("types").EnumerateArray().Select(row => (row[0].GetString(), row[1].GetString())).ToHashSet();
            // The version without the leak has other modules.
            Assert.DoesNotContain(leak.Heads.Where(type => type.Module.Contains("QAction", StringComparison.Ordinal)), type => types.Contains((type.Name, type.Module)));
        }

        Assert.True(least > 0);
    }

    [Theory]
    [InlineData("fixed", false)]
    [InlineData("regression", true)]
    [InlineData("introduced", true)]
    public void Whether_a_leak_stands_at_the_end_is_known(string family, bool stands)
    {
        var truth = Played.Family(family).Truth;
        var leak = Assert.Single(truth.Incidents);
        Assert.Equal(stands, leak.Standing);
        Assert.Equal(stands, leak.EndedAt is null);
        if (leak.EndedAt is { } ended)
            Assert.InRange((ended - truth.From) / (truth.To - truth.From), 0.35, 0.7);
    }

    [Fact]
    public void Processes_die_at_their_limit_and_go_on_as_other_instances()
    {
        var played = Played.Family("out-of-memory");
        var dead = played.Truth.Instances.Where(instance => instance.EndReason == "out of memory").ToList();
        Assert.NotEmpty(dead);
        Assert.All(dead, instance => Assert.Contains(played.Truth.Instances, next => next.Node == instance.Node && next.StartedAt > instance.EndedAt!.Value.AddMinutes(-1)));
        var last = played.Summaries(dead[0].Pid)[^1];
        Assert.InRange(Played.Memory(last, "privateBytes") / (double)dead[0].LimitBytes, 0.7, 1);
    }

    [Fact]
    public void Time_to_the_limit_is_what_is_left_by_the_rate()
    {
        var checkedAny = false;
        for (var number = 0; number < 4; number++)
        {
            var played = Played.Family("steady-dictionary", number);
            var leak = Assert.Single(played.Truth.Incidents);
            foreach (var instance in leak.Instances.Where(instance => instance.HoursToLimit is not null))
            {
                var last = played.Summaries(instance.Pid)[^1];
                var left = Played.Memory(last, "limitBytes") - Played.Memory(last, "privateBytes");
                // Arrays that double, and gen 0 at the last look, make it a matter of tenths.
                Assert.InRange(instance.HoursToLimit!.Value / (left / instance.BytesPerHour), 0.7, 1.4);
                checkedAny = true;
            }
        }

        Assert.True(checkedAny);
    }

    [Fact]
    public void Growth_is_three_times_the_noise_after_it_began_and_before_the_end()
    {
        foreach (var family in new[] { "mid-series", "framework-strings", "stairs", "short-runs" })
        {
            var truth = Played.Family(family).Truth;
            var leak = Assert.Single(truth.Incidents);
            Assert.True(leak.ThreeTimesNoise > leak.GrowthBegins && leak.ThreeTimesNoise < truth.To);
        }
    }

    [Fact]
    public void Nobody_is_to_be_named_where_two_are_always_together()
    {
        var leak = Assert.Single(Played.Family("always-together").Truth.Incidents);
        Assert.False(leak.ProtocolIdentifiable);
        Assert.True(leak.UnidentifiableIsRight);
        Assert.DoesNotContain(leak.Explanations, explanation => explanation.Attribute.StartsWith("protocol", StringComparison.Ordinal));
    }

    [Fact]
    public void Carriers_host_the_protocol_and_do_not_leak()
    {
        var played = Played.Family("carriers");
        var leak = Assert.Single(played.Truth.Incidents);
        var hosts = played.Plan.Targets.Count(target => target.Hosts(played.Plan.Protocols[0]));
        Assert.True(leak.Instances.Select(instance => instance.Node).Distinct().Count() <= hosts);
        Assert.True(played.Plan.Targets.Count(played.Plan.Growths.Single(growth => growth.Leak is not null).OnTarget) < hosts);
    }

    // The least of each tenth of an instance's series: what full collections leave.
    private static double[] Floor(Played played, int pid, TrueIncident leak, IEnumerable<TrueType> types)
    {
        var levels = played.Summaries(pid).ConvertAll(line => leak.Kind switch
        {
            "native" => Played.Memory(line, "privateBytes") - Played.Memory(line, "managedBytes"),
            "fragmentation" => Played.Memory(line, "managedBytes") - line.GetProperty("types").EnumerateArray().Sum(row => row[3].GetInt64()),
            _ => Played.Gen2(line, types),
        });
        var piece = Math.Max(1, levels.Count / 10);
        return [.. Enumerable.Range(0, levels.Count / piece).Select(i => levels.GetRange(i * piece, piece).Min())];
    }
}
