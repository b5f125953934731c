using Fleet.LeakLab.Scoring;
using Fleet.LeakLab.Truths;

namespace Fleet.LeakLab.Tests.Scoring;

public sealed class ScorerTests
{
    private static readonly DateTime s_from = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_perfect_verdict_scores_full_marks()
    {
        var score = Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(Claim("P.Entry", "P")));
        Assert.Equal((1, 1, 1, 0, 0), (score.Leaks, score.Found, score.Claims, score.False, score.Duplicates));
        Assert.Equal(new Ratio(1, 1), score.Protocol);
        Assert.Equal(new Ratio(1, 1), score.Version);
        Assert.Equal(new Ratio(1, 1), score.QAction);
        Assert.Equal(new Ratio(1, 1), score.Type);
        Assert.Equal(new Ratio(1, 1), score.Explained);
        Assert.Equal(new Ratio(1, 1), score.Covered);
        Assert.Equal(new Ratio(1, 1), score.InTime);
        Assert.Equal([4.0], score.Delays);
        Assert.Empty(score.Remarks);
    }

    [Fact]
    public void A_second_incident_of_one_leak_is_a_duplicate_and_the_better_one_counts()
    {
        var strings = Claim("System.String", null) with { RelatedTypes = [] };
        var score = Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(strings, Claim("P.Entry", "P")));
        Assert.Equal((1, 2, 0, 1), (score.Found, score.Claims, score.False, score.Duplicates));
        Assert.Equal(new Ratio(1, 1), score.Type);
        var totals = new Totals("all", [score]);
        Assert.Equal(new Ratio(1, 1), totals.Precision);
        Assert.Equal(new Ratio(1, 2), totals.Duplicates);
    }

    [Fact]
    public void An_incident_for_no_leak_costs_precision_and_the_leak_is_missed()
    {
        var score = Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(Claim("Q.Row", "Q")));
        Assert.Equal((1, 0, 1, 1), (score.Leaks, score.Found, score.Claims, score.False));
        Assert.Equal(2, score.Remarks.Count);
    }

    [Fact]
    public void The_right_type_in_processes_that_do_not_leak_is_false()
    {
        var elsewhere = Claim("P.Entry", "P") with { Instances = [new ClaimedInstance("dma-09", 99, s_from)] };
        Assert.Equal(1, Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(elsewhere)).False);
    }

    [Fact]
    public void The_wrong_kind_is_false() =>
        Assert.Equal(1, Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(Claim("P.Entry", "P") with { Kind = "native", Type = null })).False);

    [Fact]
    public void A_kind_that_is_no_mistake_either_is_found() =>
        Assert.Equal(1, Scorer.Score(Fleet(Leak("L1", "P.Entry", "P") with { OtherKinds = ["native"] }), Verdict(Claim("P.Entry", "P") with { Kind = "native", Type = null })).Found);

    [Fact]
    public void A_shared_type_blamed_on_another_protocol_is_not_that_leak() =>
        Assert.Equal(0, Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(Claim("System.String", "Q") with { RelatedTypes = [] })).Found);

    [Fact]
    public void A_wrong_protocol_is_found_and_wrongly_blamed()
    {
        var score = Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(Claim("P.Entry", "Q")));
        Assert.Equal(1, score.Found);
        Assert.Equal(new Ratio(0, 1), score.Protocol);
        Assert.Equal(new Ratio(0, 1), score.Version);
    }

    [Fact]
    public void A_version_that_does_not_leak_makes_the_versions_wrong()
    {
        var claim = Claim("P.Entry", "P") with { Protocol = new ClaimedProtocol("P", ["1.0.0.1", "1.0.0.2"]) };
        var score = Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(claim));
        Assert.Equal(new Ratio(1, 1), score.Protocol);
        Assert.Equal(new Ratio(0, 1), score.Version);
    }

    [Fact]
    public void A_leak_that_is_over_must_not_be_claimed_any_more()
    {
        var over = Leak("L1", "P.Entry", "P") with { Standing = false, EndedAt = s_from.AddHours(50) };
        var stale = Scorer.Score(Fleet(over), Verdict(Claim("P.Entry", "P")));
        Assert.Equal((0, 1, 1), (stale.Leaks, stale.False, stale.Stale));
        Assert.Equal(new Ratio(0, 1), stale.Over);
        Assert.Equal(new Ratio(1, 1), Scorer.Score(Fleet(over), Verdict()).Over);
    }

    [Fact]
    public void A_leak_below_its_noise_cannot_be_missed_but_can_be_found()
    {
        var faint = Leak("L1", "P.Entry", "P") with { ThreeTimesNoise = null };
        Assert.Equal(0, Scorer.Score(Fleet(faint), Verdict()).Leaks);
        Assert.Equal((1, 1), Counts(Scorer.Score(Fleet(faint), Verdict(Claim("P.Entry", "P")))));
        static (int, int) Counts(FleetScore score) => (score.Leaks, score.Found);
    }

    [Fact]
    public void Two_leaks_take_one_incident_each()
    {
        var fleet = Fleet(Leak("L1", "P.Entry", "P"), Leak("L2", "Q.Row", "Q"));
        var both = Scorer.Score(fleet, Verdict(Claim("Q.Row", "Q"), Claim("P.Entry", "P")));
        Assert.Equal((2, 2, 0), (both.Leaks, both.Found, both.Duplicates));
        Assert.Equal(new Ratio(2, 2), both.Protocol);
        var merged = Scorer.Score(fleet, Verdict(Claim("P.Entry", "P") with { RelatedTypes = ["Q.Row"] }));
        Assert.Equal((2, 1), (merged.Leaks, merged.Found));
    }

    [Theory]
    [InlineData(80, 90, false)]
    [InlineData(95, 130, true)]
    [InlineData(120, 130, false)]
    public void A_forecast_covers_when_its_interval_holds_the_truth(double low, double high, bool covers)
    {
        var claim = Claim("P.Entry", "P") with { TimeToLimit = new ClaimedLimit("dma-01", 7, new ClaimedInterval((low + high) / 2, low, high)) };
        Assert.Equal(new Ratio(covers ? 1 : 0, 1), Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(claim)).Covered);
    }

    [Fact]
    public void Unidentifiable_is_right_only_where_attributes_coincide()
    {
        var claim = Claim("P.Entry", "P") with { ExplainedBy = new ClaimedExplanation("unidentifiable", null) };
        Assert.Equal(new Ratio(0, 1), Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(claim)).Explained);
        Assert.Equal(new Ratio(1, 1), Scorer.Score(Fleet(Leak("L1", "P.Entry", "P") with { UnidentifiableIsRight = true }), Verdict(claim)).Explained);
    }

    [Fact]
    public void A_late_detection_is_counted_in_summaries()
    {
        var score = Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")), Verdict(Claim("P.Entry", "P") with { DetectedAt = s_from.AddHours(40) }));
        Assert.Equal([60.0], score.Delays);
        Assert.Equal(new Ratio(0, 1), score.InTime);
    }

    [Fact]
    public void Incidents_without_any_leak_are_counted_by_the_fleet_year()
    {
        var score = Scorer.Score(Fleet() with { To = s_from.AddDays(36.525) }, Verdict(Claim("P.Entry", "P")));
        var totals = new Totals("all", [score, score]);
        Assert.Equal(2, totals.LeakFree.Incidents);
        Assert.Equal(0.2, totals.LeakFree.Years, precision: 9);
    }

    [Fact]
    public void A_verdict_is_read_as_fleet_replay_prints_it()
    {
        const string Json = """
            {"summaries":13440,"skippedLines":2,"instances":40,"from":"2026-03-02T00:00:00Z","to":"2026-03-09T00:00:00Z","incidents":[{"id":"x","kind":"managed","type":"P.Entry","module":"P.1.0.0.1.QAction.2",
            "protocol":{"name":"P","versions":["1.0.0.1"]},"qaction":"2","relatedTypes":["System.String"],"instances":[{"node":"dma-01","pid":7,"startedAt":"2026-03-02T00:00:00Z"}],
            "bytesPerHour":{"estimate":1000,"low":900,"high":1100},"timeToLimit":{"node":"dma-01","pid":7,"hours":{"estimate":100,"low":90,"high":110}},
            "explainedBy":{"attribute":"protocolVersion","value":"P 1.0.0.1","leakingWith":12,"with":12,"leakingWithout":0,"without":28,"pValue":1e-9},"detectedAt":"2026-03-02T12:00:00Z","confidence":0.98}],
            "withdrawn":[{"id":"y","type":"Q.Row","detectedAt":"2026-03-02T12:00:00Z","withdrawnAt":"2026-03-03T12:00:00Z","reason":"plateau"}]}
            """;
        var verdict = LeakLab.Scoring.Verdict.Parse(Json);
        var score = Scorer.Score(Fleet(Leak("L1", "P.Entry", "P")) with { TornLines = 2 }, verdict);
        Assert.Equal((1, 1, true), (score.Found, score.Withdrawn, score.LinesRight));
        Assert.Equal(new Ratio(1, 1), score.Covered);
        Assert.Equal(new Ratio(1, 1), score.QAction);
        Assert.Equal(new Ratio(1, 1), score.RateCovered);
    }

    private static Verdict Verdict(params ClaimedIncident[] claims) => new(0, 0, claims, []);

    private static ClaimedIncident Claim(string type, string? protocol) => new()
    {
        Type = type,
        Module = protocol is null ? "mscorlib" : $"{protocol}.1.0.0.1.QAction.2",
        Protocol = protocol is null ? null : new ClaimedProtocol(protocol, ["1.0.0.1"]),
        QAction = "2",
        RelatedTypes = ["System.String"],
        Instances = [new ClaimedInstance("dma-01", 7, s_from)],
        TimeToLimit = new ClaimedLimit("dma-01", 7, new ClaimedInterval(100, 90, 110)),
        ExplainedBy = new ClaimedExplanation("protocol", protocol),
        DetectedAt = s_from.AddHours(12),
    };

    private static TrueIncident Leak(string id, string type, string protocol) => new(
        id, "a leak", "managed", [], Standing: true,
        [new(type, $"{protocol}.1.0.0.1.QAction.2")], [new(type, $"{protocol}.1.0.0.1.QAction.2"), new("System.String", "mscorlib")],
        new TrueProtocol(protocol, ["1.0.0.1"]), ProtocolIdentifiable: true, VersionIdentifiable: true, "2",
        [new("protocol", protocol), new("protocolVersion", $"{protocol} 1.0.0.1")], UnidentifiableIsRight: false,
        [new LeakingInstance("dma-01", 7, s_from, "1.0.0.1", 1000, 1e6, 1e6, 100, s_from, s_from.AddHours(10), Standing: true, HoursToLimit: 100)],
        s_from, s_from.AddHours(10), null);

    // Looked at every half hour.
    private static Truth Fleet(params TrueIncident[] leaks) =>
        new("fleet", "family", "test", true, 1, s_from, s_from.AddDays(10), 0.5, 0, 0, 0, [], leaks, []);
}
