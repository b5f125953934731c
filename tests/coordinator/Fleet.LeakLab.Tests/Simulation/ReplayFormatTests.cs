namespace Fleet.LeakLab.Tests.Simulation;

public sealed class ReplayFormatTests
{
    [Theory]
    [InlineData("steady-dictionary")]
    [InlineData("short-runs")]
    [InlineData("renamed")]
    [InlineData("service")]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_gives_others(string family)
    {
        Assert.Equal(Played.Family(family).Bytes, Played.Family(family).Bytes);
        Assert.NotEqual(Played.Family(family).Bytes, Played.Family(family, seed: 8).Bytes);
        Assert.NotEqual(Played.Family(family).Bytes, Played.Family(family, number: 1).Bytes);
    }

    [Theory]
    [InlineData("any-structure")]
    [InlineData("out-of-memory")]
    [InlineData("fixed")]
    [InlineData("container")]
    [InlineData("many-restarts")]
    public void Every_summary_is_whole_and_its_sums_are_possible(string family)
    {
        var played = Played.Family(family);
        var known = played.Truth.Instances.Select(instance => (instance.Node, instance.Pid, instance.StartedAt)).ToHashSet();
        var seen = new HashSet<(string, int, DateTime)>();
        foreach (var line in played.Lines())
        {
            var process = line.GetProperty("process");
            var key = (line.GetProperty("node").GetString()!, process.GetProperty("pid").GetInt32(), process.GetProperty("startedAt").GetDateTime());
            Assert.Contains(key, known);
            seen.Add(key);
            Assert.True(line.GetProperty("at").GetDateTime() >= key.Item3);
            Assert.True(process.GetProperty("bits").GetInt32() is 32 or 64);
            var types = new HashSet<(string, string)>();
            var sum = 0L;
            foreach (var row in line.GetProperty("types").EnumerateArray())
            {
                Assert.Equal(5, row.GetArrayLength());
                Assert.True(types.Add((row[0].GetString()!, row[1].GetString()!)), "a type twice in one summary");
                Assert.True(row[2].GetInt64() > 0 && row[3].GetInt64() > 0);
                Assert.InRange(row[4].GetInt64(), 0, row[3].GetInt64());
                sum += row[3].GetInt64();
            }

            Assert.InRange(Played.Memory(line, "managedBytes"), sum, Played.Memory(line, "privateBytes"));
            if (Played.Memory(line, "limitBytes") is > 0 and var limit)
                Assert.True(Played.Memory(line, "privateBytes") <= limit);
        }

        Assert.Equal(known, seen);
    }

    [Fact]
    public void Collections_never_become_fewer_within_an_instance()
    {
        var played = Played.Family("any-structure");
        foreach (var instance in played.Truth.Instances)
        {
            var before = new long[3];
            foreach (var line in played.Summaries(instance.Pid))
            {
                var counts = line.GetProperty("memory").GetProperty("gcCounts").EnumerateArray().Select(count => count.GetInt64()).ToArray();
                for (var i = 0; i < 3; i++)
                    Assert.True(counts[i] >= before[i]);
                Assert.True(counts[0] >= counts[1] && counts[1] >= counts[2]);
                before = counts;
            }
        }
    }

    [Fact]
    public void Bad_delivery_doubles_swaps_tears_and_leaves_out_and_the_truth_knows_how_often()
    {
        var played = Played.Family("bad-delivery");
        var lines = System.Text.Encoding.UTF8.GetString(played.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var readable = played.Lines().ToList();
        Assert.True(played.Truth.TornLines > 0);
        Assert.Equal(played.Truth.TornLines, lines.Length - readable.Count);
        Assert.Equal(played.Truth.Summaries, readable.Count);
        Assert.Equal(played.Truth.TypeRows, readable.Sum(line => line.GetProperty("types").GetArrayLength()));
        Assert.True(lines.Distinct().Count() < lines.Length, "none came twice");
        var order = readable.GroupBy(line => line.GetProperty("node").GetString()).Select(node => node.Select(line => line.GetProperty("at").GetDateTime()).ToList());
        Assert.Contains(order, times => times.Zip(times.Skip(1)).Any(pair => pair.First > pair.Second));
    }

    [Fact]
    public void An_update_changes_version_and_modules_of_a_process_that_goes_on()
    {
        // Renames happen without a restart in this family.
        var played = Played.Family("rename-only");
        var protocol = played.Plan.Protocols[0];
        var host = played.Plan.Targets.First(target => target.Hosts(protocol));
        var versions = host.Hostings.Where(hosting => hosting.Protocol == protocol).Select(hosting => hosting.Version).ToList();
        Assert.Equal(2, versions.Distinct().Count());
        var shown = played.Lines().SelectMany(line => line.GetProperty("protocols").EnumerateArray())
            .Where(hosted => hosted.GetProperty("name").GetString() == protocol.Name).Select(hosted => hosted.GetProperty("version").GetString()!).ToHashSet();
        Assert.Superset(versions.ToHashSet(), shown);
        var modules = played.Lines().SelectMany(line => line.GetProperty("types").EnumerateArray().Select(row => row[1].GetString()!)).ToHashSet();
        Assert.All(versions, version => Assert.Contains(modules, module => module.StartsWith($"{protocol.Name}.{version}.QAction.", StringComparison.Ordinal)));
    }
}
