using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>What becomes of incidents from round to round.</summary>
public sealed class IncidentLifecycleTests
{
    [Fact]
    public void An_incident_keeps_its_name_when_another_type_takes_the_lead()
    {
        InstanceStanding[] census = [Standing(1, "Modem")];
        var first = Correlate([Suspect(1, "A", "Modem.1.0.0.4.QAction.2", 200), Suspect(1, "B", "Modem.1.0.0.4.QAction.2", 100)], census);
        var second = new Correlator(new AnalysisOptions()).Correlate(
            [Suspect(1, "A", "Modem.1.0.0.4.QAction.2", 200), Suspect(1, "B", "Modem.1.0.0.4.QAction.2", 900)], census, first, Now.AddMinutes(5));

        Assert.Equal((first[0].Id, "A"), (Assert.Single(second).Id, second[0].Type));
        Assert.Equal(["B"], second[0].RelatedTypes);
        Assert.Equal(Now, second[0].DetectedAt);
        Assert.Equal(Now.AddMinutes(5), second[0].UpdatedAt);
    }

    [Fact]
    public void An_incident_takes_the_name_of_the_programs_own_type_when_that_comes_to_light()
    {
        var service = Standing(1, "") with { ProcessName = "Gateway", Protocols = [] };
        var bytes = Suspect(1, "System.Byte[]", "System.Private.CoreLib", 900);
        var first = Correlate([bytes], [service]);
        var second = new Correlator(new AnalysisOptions()).Correlate(
            [bytes, Suspect(1, "Gateway.Session", "Gateway", 100)], [service], first, Now.AddMinutes(5));

        Assert.Equal("System.Byte[]", Assert.Single(first).Type);
        Assert.Equal((first[0].Id, "Gateway.Session", Now), (Assert.Single(second).Id, second[0].Type, second[0].DetectedAt));
        Assert.Equal(["System.Byte[]"], second[0].RelatedTypes);
    }

    [Fact]
    public void A_programs_own_type_leads_where_it_shows_in_all_instances_that_leak_and_hides_none()
    {
        InstanceStanding[] replicas = [.. Enumerable.Range(1, 3).Select(pid => Standing(pid, "") with { ProcessName = "Gateway", Protocols = [] })];
        Suspect[] bytes = [.. Enumerable.Range(1, 3).Select(pid => Suspect(pid, "System.Byte[]", "System.Private.CoreLib", 900))];
        var session = Suspect(1, "Gateway.Session", "Gateway", 100);
        var correlator = new Correlator(new AnalysisOptions());

        var first = correlator.Correlate([.. bytes, session], replicas, [], Now);
        var second = correlator.Correlate([.. bytes, session, Suspect(2, "Gateway.Session", "Gateway", 100), Suspect(3, "Gateway.Session", "Gateway", 100)], replicas, first, Now);

        Assert.Equal(3, first.SelectMany(incident => incident.Instances).Select(affected => affected.Instance).Distinct().Count());
        Assert.Equal(("Gateway.Session", 3), (Assert.Single(second, incident => incident.State == IncidentState.Open).Type, second[0].Instances.Count));
    }

    [Fact]
    public void Causes_that_turn_out_to_be_one_leave_one_incident()
    {
        InstanceStanding[] census = [Standing(1, "Modem"), Standing(2, "Modem")];
        var apart = Correlate([Suspect(1, "A", "Modem.1.0.0.4.QAction.2"), Suspect(2, "B", "Modem.1.0.0.4.QAction.2")], census);
        var together = new Correlator(new AnalysisOptions()).Correlate(
            [
                Suspect(1, "A", "Modem.1.0.0.4.QAction.2", 900), Suspect(2, "A", "Modem.1.0.0.4.QAction.2", 900),
                Suspect(1, "B", "Modem.1.0.0.4.QAction.2"), Suspect(2, "B", "Modem.1.0.0.4.QAction.2"),
            ],
            census,
            apart,
            Now.AddMinutes(5));

        Assert.Equal(2, apart.Count);
        Assert.Equal([IncidentState.Open, IncidentState.Withdrawn], together.Select(incident => incident.State));
        Assert.Equal($"folded into {together[0].Id}", together[1].ClosedReason);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(600, false)]
    public void What_was_withdrawn_and_comes_back_soon_was_right_from_the_beginning(int minutes, bool same)
    {
        var suspect = Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2");
        var less = suspect with { Bytes = suspect.Bytes / 2 };
        var correlator = new Correlator(new AnalysisOptions());
        IReadOnlyList<Incident> Round(IReadOnlyList<Incident> previous, int minute, params Suspect[] suspects) =>
            correlator.Correlate(suspects, [Standing(1, "Modem") with { LastSeen = Now.AddMinutes(minute) }], previous, Now.AddMinutes(minute));

        var withdrawn = Round(Round([], 0, suspect), 5);
        var back = Round(withdrawn, 5 + minutes, less);

        Assert.Equal(IncidentState.Withdrawn, Assert.Single(withdrawn).State);
        Assert.Equal((IncidentState.Open, withdrawn[0].Id, null), (Assert.Single(back).State, back[0].Id, back[0].ClosedAt));
        Assert.Equal(same ? Now : Now.AddMinutes(5 + minutes), back[0].DetectedAt);
    }

    [Theory]
    [InlineData(6400, 300, true)] // went on from where it had stopped
    [InlineData(6400, 6000, true)] // after a hundred times as long as it had stood
    [InlineData(6300, 300, false)] // had given something back
    public void What_goes_on_after_a_pause_was_right_from_the_beginning(long bytes, int away, bool same)
    {
        var suspect = Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2");
        var correlator = new Correlator(new AnalysisOptions());
        IReadOnlyList<Incident> Round(IReadOnlyList<Incident> previous, int minute, params Suspect[] suspects) => correlator.Correlate(
            suspects, [Standing(1, "Modem") with { LastSeen = Now.AddMinutes(minute), Summaries = 1440 }], previous, Now.AddMinutes(minute));

        // Looks are a minute apart: a pause of more than 24 of them is a long one.
        var withdrawn = Round(Round(Round([], 0, suspect), 59, suspect), 60);
        var back = Round(withdrawn, 60 + away, suspect with { Bytes = bytes });

        Assert.Equal(IncidentState.Withdrawn, Assert.Single(withdrawn).State);
        Assert.Equal(same ? Now : Now.AddMinutes(60 + away), Assert.Single(back).DetectedAt);
    }

    [Fact]
    public void Silence_before_the_next_look_closes_nothing()
    {
        InstanceStanding[] census = [Standing(1, "Modem")];
        var open = Correlate([Suspect(1, "A", "Modem.1.0.0.4.QAction.2")], census);
        var correlator = new Correlator(new AnalysisOptions());

        Assert.Equal(IncidentState.Open, Assert.Single(correlator.Correlate([], census, open, Now)).State);
        var later = census[0] with { LastSeen = Now.AddMinutes(5) };
        Assert.Equal(IncidentState.Withdrawn, Assert.Single(correlator.Correlate([], [later], open, Now.AddMinutes(5))).State);
    }

    [Fact]
    public void An_incident_whose_instances_never_come_back_is_resolved_in_the_end()
    {
        var open = Correlate([Suspect(1, "A", "Modem.1.0.0.4.QAction.2")], [Standing(1, "Modem")]);
        var correlator = new Correlator(new AnalysisOptions());
        var soon = correlator.Correlate([], [], open, Now.AddHours(30));
        var late = correlator.Correlate([], [], soon, Now.AddHours(50));

        Assert.Equal(IncidentState.Open, Assert.Single(soon).State);
        Assert.Equal((IncidentState.Resolved, Now.AddHours(50)), (Assert.Single(late).State, late[0].ClosedAt));
    }
}
