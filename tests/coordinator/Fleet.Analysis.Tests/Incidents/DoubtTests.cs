using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>What the fleet knows that speaks against a suspect, and what only comes with another cause.</summary>
public sealed class DoubtTests
{
    private const string Entry = "Vendor.Session";
    private const string Module = "Modem.1.0.0.4.QAction.2";
    private static readonly DateTimeOffset s_now = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_run = TimeSpan.FromHours(5);

    [Fact]
    public void One_run_that_grows_is_doubted_where_many_of_the_same_code_did_not()
    {
        var running = Run(0);
        var suspect = Suspect(running);

        Assert.Single(Open([suspect], [running]));
        Assert.Empty(Open([suspect], [running, .. Enumerable.Range(1, 6).Select(back => Run(back))]));
    }

    [Fact]
    public void Runs_of_another_version_speak_for_nobody()
    {
        var running = Run(0);

        Assert.Single(Open([Suspect(running)], [running, .. Enumerable.Range(1, 6).Select(back => Run(back, "1.0.0.3"))]));
    }

    [Fact]
    public void Runs_that_grew_as_well_raise_no_doubt()
    {
        var running = Run(0);
        var before = Enumerable.Range(1, 6).Select(back => Run(back)).ToList();

        Assert.Single(Open([Suspect(running), .. before.Select(run => Suspect(run) with { Established = false })], [running, .. before]));
    }

    [Fact]
    public void A_run_that_warms_up_to_where_an_earlier_one_had_settled_is_nothing_new()
    {
        var running = Run(0);
        var before = Run(1) with { Settled = [new SettledLevel(SettledLevel.Key(new TypeKey(Entry, Module), "Modem"), 1e6)] };

        Assert.Empty(Open([Suspect(running) with { Survivors = 1_100_000 }], [running, before]));
        Assert.Single(Open([Suspect(running) with { Survivors = 1_300_000 }], [running, before]));
    }

    [Theory]
    [InlineData(true, 0, 0)] // the long runs show that it stops
    [InlineData(false, 0, 1)] // they leak as well
    [InlineData(true, 2_500_000, 1)] // more than any of them took
    public void Short_runs_that_all_grow_are_doubted_where_long_ones_stopped(bool slowing, long survivors, int incidents)
    {
        List<InstanceStanding> young = [.. Enumerable.Range(1, 3).Select(node => On($"dma-0{node}", Run(0)))];
        List<InstanceStanding> old = [.. Enumerable.Range(1, 3).Select(node => On($"dma-0{node}", Run(1)) with { Summaries = 200 })];
        List<Suspect> suspects =
        [
            .. young.Select(run => Suspect(run) with { Survivors = survivors > 0 ? survivors : 1_500_000 }),
            .. old.Select(run => Suspect(run) with { Slowing = slowing }),
        ];

        Assert.Equal(incidents, Open(suspects, [.. young, .. old]).Count);
    }

    [Theory]
    [InlineData(1e6, 0)]
    [InlineData(1e5, 1)] // it has more already than any of them took
    public void One_run_is_doubted_where_long_ones_on_other_nodes_had_settled(double level, int incidents)
    {
        var running = Run(0);
        SettledLevel settled = new(SettledLevel.Key(new TypeKey(Entry, Module)), level);
        List<InstanceStanding> others = [.. Enumerable.Range(2, 12).Select(node => On($"dma-{node}", Run(0, "1.0.0.3")) with { Summaries = 200, Settled = [settled] })];

        Assert.Equal(incidents, Open([Suspect(running) with { Survivors = 1_100_000 }], [running, .. others]).Count);
    }

    [Fact]
    public void What_slows_down_everywhere_does_not_acquit_itself()
    {
        List<InstanceStanding> runs = [.. Enumerable.Range(1, 4).Select(node => On($"dma-0{node}", Run(0)))];

        Assert.Single(Open([.. runs.Select(run => Suspect(run) with { Slowing = true })], runs));
    }

    [Fact]
    public void The_order_in_which_instances_are_known_changes_nothing()
    {
        var random = new Random(7);
        List<InstanceStanding> runs =
        [
            .. Enumerable.Range(1, 9).Select(node => On($"dma-{node}", Run(0)) with
            {
                Summaries = 200,
                Settled = [new SettledLevel(SettledLevel.Key(new TypeKey(Entry, Module)), node * 1e6)],
            }),
            .. Enumerable.Range(10, 3).Select(node => On($"dma-{node}", Run(0))),
        ];
        List<Suspect> suspects = [.. runs[9..].Select((run, i) => Suspect(run) with { Survivors = (3 * i + 2) * 1_000_000 })];
        var expected = Open(suspects, runs).Select(incident => (incident.Id, string.Join(' ', incident.Instances.Select(affected => affected.Instance)))).ToList();

        for (var shuffle = 0; shuffle < 20; shuffle++)
        {
            Suspect[] shuffled = [.. suspects];
            InstanceStanding[] census = [.. runs];
            random.Shuffle(shuffled);
            random.Shuffle(census);
            Assert.Equal(expected, Open(shuffled, census).Select(incident => (incident.Id, string.Join(' ', incident.Instances.Select(affected => affected.Instance)))));
        }
    }

    [Fact]
    public void What_could_be_anybodys_must_last_in_two_instances_and_need_not_in_three()
    {
        List<InstanceStanding> runs = [.. Enumerable.Range(1, 6).Select(node => On($"dma-0{node}", Run(0)))];
        Suspect Strings(InstanceStanding run, double hours) => Suspect(run) with { Type = new TypeKey("System.String", "mscorlib"), Since = run.LastSeen.AddHours(-hours) };

        Assert.Empty(Open([Strings(runs[0], 2), Strings(runs[1], 2)], runs));
        Assert.Single(Open([Strings(runs[0], 3), Strings(runs[1], 3)], runs));
        Assert.Single(Open([.. runs.Take(3).Select(run => Strings(run, 2))], runs));
    }

    [Fact]
    public void An_incident_of_a_run_that_ended_is_folded_into_that_of_the_run_after_it()
    {
        var (ended, running) = (Run(1), Run(0));
        var tasks = Suspect(ended) with { Type = new TypeKey("System.Action", "mscorlib"), Since = ended.LastSeen.AddHours(-4) };
        var correlator = new Correlator(new AnalysisOptions());
        var first = correlator.Correlate([tasks], [ended], [], ended.LastSeen);

        var second = correlator.Correlate(
            [tasks, Suspect(running), tasks with { Instance = running.Instance, Since = running.LastSeen.AddHours(-2) }], [ended, running], first, s_now);

        Assert.Equal("System.Action", Assert.Single(first).Type);
        var open = Assert.Single(second, incident => incident.State == IncidentState.Open);
        Assert.Equal((Entry, "System.Action"), (open.Type, Assert.Single(open.RelatedTypes)));
        Assert.Equal($"folded into {open.Id}", Assert.Single(second, incident => incident.Id == first[0].Id).ClosedReason);
    }

    [Fact]
    public void Memory_beside_the_heap_of_what_an_owner_leaks_is_no_cause_of_its_own()
    {
        var running = Run(0);
        var native = Suspect(running) with { Kind = LeakKind.Native, Type = null, BytesPerHour = new Interval(1e7, 9e6, 1.1e7) };

        var incident = Assert.Single(Open([Suspect(running), native], [running]));

        Assert.Equal((LeakKind.Managed, Entry), (incident.Kind, incident.Type));
    }

    [Fact]
    public void One_instance_that_grows_beside_several_of_the_same_code_that_do_not_must_grow_for_longer()
    {
        var running = Run(0);
        var young = Suspect(running) with { Since = running.LastSeen.AddMinutes(-60) };
        List<InstanceStanding> Carriers(string version) => [.. Enumerable.Range(2, 3).Select(node => On($"dma-0{node}", Run(0, version)))];

        Assert.Single(Open([young], [running]));
        Assert.Single(Open([young], [running, .. Carriers("1.0.0.3")]));
        Assert.Empty(Open([young], [running, .. Carriers("1.0.0.4")]));
        Assert.Single(Open([Suspect(running)], [running, .. Carriers("1.0.0.4")]));
    }

    [Fact]
    public void What_slows_down_in_one_instance_may_fill_and_what_does_in_two_is_believed()
    {
        var (one, other) = (Run(0), On("dma-02", Run(0)));

        Assert.Empty(Open([Suspect(one) with { Slowing = true }], [one]));
        Assert.Single(Open([Suspect(one) with { Slowing = true }, Suspect(other) with { Slowing = true }], [one, other]));
    }

    [Theory]
    [InlineData(1e-5, 2, 1)] // neither would do alone
    [InlineData(1e-3, 2, 0)]
    [InlineData(1e-5, 6, 0)] // most show nothing
    public void What_several_instances_hint_at_is_proven_together_when_most_of_them_do(double pValue, int carriers, int incidents)
    {
        var runs = Enumerable.Range(1, carriers).Select(node => On($"dma-{node}", Run(0))).ToList();

        Assert.Equal(incidents, Open([.. runs.Take(2).Select(run => Suspect(run) with { Established = false, PValue = pValue })], runs).Count);
    }

    private static List<Incident> Open(IReadOnlyList<Suspect> suspects, IReadOnlyList<InstanceStanding> census) =>
        [.. new Correlator(new AnalysisOptions()).Correlate(suspects, census, [], s_now).Where(incident => incident.State == IncidentState.Open)];

    private static InstanceStanding On(string node, InstanceStanding run) => run with { Instance = run.Instance with { NodeId = node } };

    private static InstanceStanding Run(int back, string version = "1.0.0.4")
    {
        var ended = s_now - (back * (s_run + TimeSpan.FromMinutes(10)));
        return new InstanceStanding
        {
            Instance = new InstanceIdentity("dma-01", 100 + back, ended - s_run),
            ProcessName = "SLScripting",
            Protocols = [new HostedProtocol("Modem", version, 5)],
            Memory = new MemorySample { At = ended, PrivateBytes = 1_500_000_000 },
            FirstSeen = ended - s_run,
            LastSeen = ended,
            Summaries = 61,
            Judged = true,
        };
    }

    // Suspected for two of five hours: 24 looks.
    private static Suspect Suspect(InstanceStanding run) => new()
    {
        Instance = run.Instance,
        Kind = LeakKind.Managed,
        Type = new TypeKey(Entry, Module),
        BytesPerHour = new Interval(1e5, 9e4, 1.1e5),
        PValue = 1e-9,
        Count = 100,
        Bytes = 2_000_000,
        Survivors = 2_000_000,
        Since = run.LastSeen.AddHours(-2),
    };
}
