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

    [Fact]
    public void An_incident_stays_with_its_process_when_another_one_comes_to_leak_what_it_is_named_after()
    {
        var first = OwnerlessRound([], 0, s_string);
        var overtaken = OwnerlessRound(first, 5, s_string, Suspect(1, "System.Byte[]", "mscorlib", 5000));
        var elsewhere = OwnerlessRound(overtaken, 10, s_string, Suspect(1, "System.Byte[]", "mscorlib", 5000), Suspect(2, "System.String", "mscorlib"));

        Assert.Equal((first[0].Id, "System.String"), (Assert.Single(overtaken, IsOpen).Id, overtaken[0].Type));
        var there = Assert.Single(elsewhere, incident => IsOpen(incident) && incident.Instances[0].Instance == Instance(2));
        Assert.NotEqual(first[0].Id, there.Id);
        Assert.Equal(Now.AddMinutes(10), there.DetectedAt);
    }

    [Fact]
    public void Strings_that_were_withdrawn_in_one_process_are_no_earlier_sign_of_those_in_another()
    {
        var withdrawn = OwnerlessRound(OwnerlessRound([], 0, s_string), 5);
        var elsewhere = OwnerlessRound(withdrawn, 10, Suspect(2, "System.String", "mscorlib"));

        Assert.Equal(Now.AddMinutes(10), Assert.Single(elsewhere, IsOpen).DetectedAt);
        Assert.Equal(withdrawn[0].Id, Assert.Single(elsewhere, incident => !IsOpen(incident)).Id);
    }

    [Fact]
    public void What_is_closed_keeps_its_record_when_what_it_was_opened_as_leaks_again()
    {
        var named = Round(Round([], 0, s_string), 5, s_session, s_string);
        var closed = Round(named, 10);
        var strings = Round(closed, 600, s_string);

        Assert.Equal("Vendor.Session", Assert.Single(closed).Type);
        Assert.Equal("Vendor.Session", Assert.Single(strings, incident => incident.Id == closed[0].Id).Type);
        Assert.Equal("System.String", Assert.Single(strings, IsOpen).Type);
    }

    [Fact]
    public void A_cause_whose_id_was_taken_is_known_by_the_one_it_got_instead()
    {
        var other = Suspect(2, "System.String", "mscorlib", 5000);
        var both = Round(Round([], 0, s_string), 5, s_session, s_string, other);
        var second = Assert.Single(both, incident => incident.Type == "System.String");
        var closed = Round(both, 10, s_session, s_string);
        var back = Round(closed, 600, s_session, s_string, other with { Bytes = 1 });

        Assert.Equal(IncidentState.Withdrawn, Assert.Single(closed, incident => incident.Id == second.Id).State);
        Assert.Equal(second.Id, Assert.Single(back, incident => IsOpen(incident) && incident.Type == "System.String").Id);
    }

    [Fact]
    public void A_leak_that_ends_is_no_part_of_another_protocols_of_its_kind()
    {
        var modem = Assemblies("Modem.1.0.0.4.QAction.2");
        var router = Assemblies("Router.1.0.0.4.QAction.7");
        var both = Round(Round([], 0, modem), 5, modem, router);
        var rest = Round(both, 10, router);

        Assert.Equal(2, both.Count(IsOpen));
        Assert.Equal(("Router", Now.AddMinutes(5)), (Assert.Single(rest, IsOpen).Protocol, rest[0].DetectedAt));
        Assert.Equal("plateau", Assert.Single(rest, incident => !IsOpen(incident)).ClosedReason);

        static Suspect Assemblies(string module) => Suspect(1, "", "") with { Kind = LeakKind.Assemblies, Type = null, OwnerModule = module, BytesPerHour = default, PerHour = new Interval(5, 4, 6) };
    }

    private static bool IsOpen(Incident incident) => incident.State == IncidentState.Open;

    private static IReadOnlyList<Incident> Round(IReadOnlyList<Incident> previous, int minute, params Suspect[] suspects) =>
        Round(previous, minute, [Standing(1, "Modem"), Standing(2, "Router")], suspects);

    // All host the same, and one of them is healthy, so that nobody can be blamed for what has no name.
    private static IReadOnlyList<Incident> OwnerlessRound(IReadOnlyList<Incident> previous, int minute, params Suspect[] suspects) =>
        Round(previous, minute, [Standing(1, "Modem"), Standing(2, "Modem"), Standing(3, "Modem")], suspects);

    private static IReadOnlyList<Incident> Round(IReadOnlyList<Incident> previous, int minute, IEnumerable<InstanceStanding> census, Suspect[] suspects) =>
        new Correlator(new AnalysisOptions()).Correlate(
            suspects, [.. census.Select(standing => standing with { LastSeen = Now.AddMinutes(minute) })], previous, Now.AddMinutes(minute));
}
