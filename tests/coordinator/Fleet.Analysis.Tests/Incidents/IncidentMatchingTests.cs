using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>Which incident of the last round a cause is, when types come to light and drop out one after the other.</summary>
public sealed class IncidentMatchingTests
{
    private const string QAction = "Modem.1.0.0.4.QAction.2";
    private static readonly Suspect s_session = Suspect(1, "Vendor.Session", QAction, 900);
    private static readonly Suspect s_string = Suspect(1, "System.String", "mscorlib");

    [Fact]
    public void A_leak_that_drops_out_while_its_strings_still_grow_comes_back_under_its_own_id_and_date()
    {
        var first = Round([], 0, s_session);
        var strings = Round(first, 5, s_string);
        var back = Round(strings, 10, s_session, s_string);

        Assert.Equal("System.String", Assert.Single(strings, IsOpen).Type);
        Assert.Equal((first[0].Id, "Vendor.Session", Now), (Assert.Single(back, IsOpen).Id, back[0].Type, back[0].DetectedAt));
        Assert.Equal($"folded into {first[0].Id}", Assert.Single(back, incident => !IsOpen(incident)).ClosedReason);
    }

    [Fact]
    public void Strings_of_another_process_don_t_take_over_the_incident_that_began_as_strings()
    {
        var asStrings = Round([], 0, s_string);
        var known = Round(asStrings, 5, s_session, s_string);
        var other = Suspect(2, "System.String", "mscorlib", 5000);
        var both = Round(known, 10, s_session, s_string, other);

        Assert.Equal((asStrings[0].Id, "Vendor.Session"), (Assert.Single(known, IsOpen).Id, known[0].Type));
        Assert.Equal(asStrings[0].Id, Assert.Single(both, incident => IsOpen(incident) && incident.Type == "Vendor.Session").Id);
        var strings = Assert.Single(both, incident => IsOpen(incident) && incident.Type == "System.String");
        Assert.NotEqual(asStrings[0].Id, strings.Id);
        Assert.Equal(Now.AddMinutes(10), strings.DetectedAt);
    }

    [Fact]
    public void A_leak_was_detected_when_the_first_part_of_it_was()
    {
        var other = Suspect(2, "Vendor.Session", QAction, 900);
        var apart = Round(Round([], 0, s_string), 5, s_string, other);
        var together = Round(apart, 10, s_session, s_string, other);

        Assert.Equal(2, apart.Count(IsOpen));
        Assert.Equal(Now, Assert.Single(together, IsOpen).DetectedAt);
    }

    private static bool IsOpen(Incident incident) => incident.State == IncidentState.Open;

    private static IReadOnlyList<Incident> Round(IReadOnlyList<Incident> previous, int minute, params Suspect[] suspects) =>
        new Correlator(new AnalysisOptions()).Correlate(
            suspects,
            [Standing(1, "Modem") with { LastSeen = Now.AddMinutes(minute) }, Standing(2, "Router") with { LastSeen = Now.AddMinutes(minute) }],
            previous,
            Now.AddMinutes(minute));
}
