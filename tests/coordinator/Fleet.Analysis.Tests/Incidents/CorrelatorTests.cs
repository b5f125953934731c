using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>What suspects say together, in one round.</summary>
public sealed class CorrelatorTests
{
    [Fact]
    public void Two_QActions_that_leak_a_type_of_one_name_are_one_incident_with_the_instances_of_both()
    {
        var incident = Assert.Single(Correlate(
            [Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2"), Suspect(2, "Vendor.Session", "Modem.1.0.0.5.QAction.5", 500)],
            [Standing(1, "Modem"), Standing(2, "Modem")]));

        Assert.Equal(["dma-1", "dma-2"], incident.Instances.Select(affected => affected.Instance.NodeId).Order());
        Assert.Equal(["1.0.0.4", "1.0.0.5"], incident.ProtocolVersions);
    }

    [Fact]
    public void No_suspect_no_incident() =>
        Assert.Empty(Correlate([], [Standing(1, "Modem")]));

    [Fact]
    public void Suspects_of_instances_that_no_census_knows_still_make_an_incident()
    {
        var incident = Assert.Single(Correlate([Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2")], []));

        Assert.Equal(("Modem", 1), (incident.Protocol, incident.Instances.Count));
        Assert.Null(incident.TimeToLimit);
    }

    [Fact]
    public void A_generic_type_of_a_QActions_type_belongs_to_the_QAction()
    {
        var incident = Assert.Single(Correlate(
            [
                Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2", 100),
                Suspect(1, "System.Collections.Generic.List<Vendor.Session>", "mscorlib", 5000),
                Suspect(1, "Vendor.Session[]", "mscorlib", 9000),
            ],
            [Standing(1, "Modem")]));

        Assert.Equal("Vendor.Session", incident.Type);
        Assert.Equal(["Vendor.Session[]", "System.Collections.Generic.List<Vendor.Session>"], incident.RelatedTypes);
        Assert.Equal(14100, incident.BytesPerHour.Estimate);
    }

    [Fact]
    public void Types_of_one_protocol_in_different_instances_are_different_leaks()
    {
        var incidents = Correlate(
            [Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2"), Suspect(2, "Vendor.Alarm", "Modem.1.0.0.4.QAction.9")],
            [Standing(1, "Modem"), Standing(2, "Modem")]);

        Assert.Equal(["Vendor.Alarm", "Vendor.Session"], incidents.Select(incident => incident.Type).Order());
        Assert.Equal(2, incidents.Select(incident => incident.Id).Distinct().Count());
    }

    [Fact]
    public void Far_more_strings_than_the_objects_explain_have_a_cause_of_their_own()
    {
        List<Suspect> suspects = [];
        List<InstanceStanding> census = [];
        for (var i = 1; i <= 6; i++)
        {
            suspects.Add(Suspect(i, "Vendor.Session", "Modem.1.0.0.4.QAction.2", 1000));
            suspects.Add(Suspect(i, "System.String", "mscorlib", i > 4 ? 100_000 : 2000));
            census.Add(i > 4 ? Standing(i, "Modem", "Audit") : Standing(i, "Modem"));
        }

        var incidents = Correlate(suspects, census);

        Assert.Equal(["Audit", "Modem"], incidents.Select(incident => incident.Protocol).Order());
        Assert.Equal(6, incidents.Single(incident => incident.Protocol == "Modem").Instances.Count);
        Assert.Equal(2, incidents.Single(incident => incident.Protocol == "Audit").Instances.Count);
    }

    [Theory]
    [InlineData(-20, 2)]
    [InlineData(-2, 1)]
    public void Thousands_of_strings_for_each_object_are_held_by_it_unless_they_have_grown_for_far_longer(int stringsSinceHours, int incidents)
    {
        var strings = Suspect(1, "System.String", "mscorlib", 1e6) with { Count = 100_000, Since = Now.AddHours(stringsSinceHours) };

        Assert.Equal(incidents, Correlate([Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2"), strings], [Standing(1, "Modem")]).Count);
    }

    [Fact]
    public void One_type_that_leaks_for_two_reasons_gives_two_incidents()
    {
        List<Suspect> suspects = [];
        List<InstanceStanding> census = [];
        for (var i = 1; i <= 30; i++)
        {
            if (i <= 10)
                suspects.Add(Suspect(i, "System.String", "mscorlib"));
            census.Add(i <= 5 ? Standing(i, "Audit", "Switch") : i <= 10 ? Standing(i, "Trap", "Switch") : Standing(i, "Switch"));
        }

        Assert.Equal(["Audit", "Trap"], Correlate(suspects, census).Select(incident => incident.Protocol).Order());
    }

    [Fact]
    public void A_node_is_blamed_when_all_on_it_leak_whatever_they_host()
    {
        List<Suspect> suspects = [];
        List<InstanceStanding> census = [];
        for (var i = 1; i <= 20; i++)
        {
            var standing = Standing(i, i % 2 == 0 ? "Modem" : "Switch", node: i <= 4 ? "dma-bad" : $"dma-{i}");
            census.Add(standing);
            if (i <= 4)
                suspects.Add(Suspect(i, "System.String", "mscorlib") with { Instance = standing.Instance });
        }

        var incident = Assert.Single(Correlate(suspects, census));
        Assert.Equal(("node", "dma-bad"), (incident.ExplainedBy!.Attribute, incident.ExplainedBy.Value));
        Assert.Null(incident.Protocol);
    }

    [Fact]
    public void Instances_that_are_too_young_to_judge_are_no_witnesses()
    {
        var young = Standing(2, "Modem") with { Judged = false };
        var incident = Assert.Single(Correlate([Suspect(1, "System.String", "mscorlib")], [Standing(1, "Modem"), young, Standing(3, "Switch")]));

        Assert.Equal("Modem", incident.Protocol);
        Assert.Equal(2, incident.ExplainedBy!.With + incident.ExplainedBy.LeakingWithout + incident.ExplainedBy.Without);
    }

    [Fact]
    public void The_worst_comes_first_and_what_is_closed_comes_last()
    {
        var old = Correlate([Suspect(9, "Z", "Old.1.0.0.4.QAction.2")], [Standing(9, "Old")]);
        var incidents = new Correlator(new AnalysisOptions()).Correlate(
            [Suspect(1, "A", "Slow.1.0.0.4.QAction.2", 1e6), Suspect(2, "B", "Fast.1.0.0.4.QAction.2", 9e6), Suspect(3, "C", "Near.1.0.0.4.QAction.2", 2e6)],
            [
                Standing(1, "Slow"), Standing(2, "Fast"), Standing(3, "Near", limit: 2_000_000_000),
                Standing(9, "Old") with { LastSeen = Now.AddMinutes(5) },
            ],
            old,
            Now.AddMinutes(5));

        Assert.Equal(["Near", "Fast", "Slow", "Old"], incidents.Select(incident => incident.Protocol));
    }

    [Fact]
    public void Ids_are_short_and_depend_on_the_cause_alone()
    {
        var a = Correlate([Suspect(1, "A", "Modem.1.0.0.4.QAction.2")], [Standing(1, "Modem")]);
        var b = Correlate([Suspect(7, "A", "Modem.1.0.0.9.QAction.2", 77)], [Standing(7, "Modem"), Standing(8, "Switch")]);

        Assert.Equal(a[0].Id, b[0].Id);
        Assert.Matches("^[0-9a-hjkmnp-tv-z]{10}$", a[0].Id);
    }

    [Fact]
    public void Random_fleets_never_break_it()
    {
        var random = new Random(4);
        string[] types = ["A", "B", "System.String", "System.Byte[]", "List<A>"];
        string[] protocols = ["P", "Q", "R"];
        IReadOnlyList<Incident> incidents = [];
        for (var round = 0; round < 400; round++)
        {
            var census = Enumerable.Range(1, random.Next(12)).Select(i => Standing(i, protocols[random.Next(3)], protocols[random.Next(3)]) with
            {
                Judged = random.Next(4) > 0,
                LastSeen = Now.AddMinutes(round - random.Next(200)),
            }).ToList();
            var suspects = Enumerable.Range(0, random.Next(20)).Select(_ =>
            {
                var type = types[random.Next(types.Length)];
                var kind = (LeakKind)random.Next(6);
                var suspect = Suspect(random.Next(1, 14), type, type.Length == 1 ? $"{protocols[random.Next(3)]}.1.0.0.{random.Next(3)}.QAction.1" : "mscorlib", random.NextDouble() * 1e6) with { Since = Now.AddHours(-12) };
                return kind == LeakKind.Managed ? suspect
                    : kind.IsCounted() ? suspect with { Kind = kind, Type = null, BytesPerHour = default, PerHour = suspect.BytesPerHour, OwnerModule = suspect.Type!.Value.Module, Culprit = new Culprit(type, 3) }
                    : suspect with { Kind = kind, Type = null };
            }).DistinctBy(suspect => (suspect.Instance, suspect.Type, suspect.Kind)).ToList();

            incidents = new Correlator(new AnalysisOptions()).Correlate(suspects, census, incidents, Now.AddMinutes(round));

            var open = incidents.Where(incident => incident.State == IncidentState.Open).ToList();
            Assert.Equal(incidents.Count, incidents.Select(incident => incident.Id).Distinct().Count());
            Assert.All(open, incident => Assert.True(double.IsFinite(incident.BytesPerHour.Low + incident.BytesPerHour.High + incident.Confidence)));
            Assert.All(open, incident => Assert.NotEmpty(incident.Instances));
            var now = Now.AddMinutes(round);
            var running = suspects.Where(suspect => census.Find(standing => standing.Instance == suspect.Instance) is not { } found || !Census.HasEnded(found, now));
            // What only comes with a cause of another kind is part of that.
            Assert.All(running, suspect => Assert.Contains(open, incident => suspect.Type is { } type
                ? type.Name == incident.Type || incident.RelatedTypes.Contains(type.Name)
                : incident.Kind == suspect.Kind || incident.Instances.Any(affected => affected.Instance == suspect.Instance)));
        }
    }
}
