using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>Programs that host no protocols and have nothing in common but .NET.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void Programs_that_all_leak_strings_have_a_leak_each_named_by_their_own_types()
    {
        var incidents = Correlate(
            [
                Suspect(1, "Shop.Basket", "Shop"), Suspect(1, "System.String", "System.Private.CoreLib", 900),
                Suspect(2, "Mail.Letter", "Mail"), Suspect(2, "System.String", "System.Private.CoreLib", 900),
                Suspect(3, "System.String", "System.Private.CoreLib", 5000),
            ],
            [Program(1, "shop"), Program(2, "mail"), Program(3, "log"), Program(4, "idle")]);

        Assert.Equal(
            [("log", "System.String"), ("mail", "Mail.Letter"), ("shop", "Shop.Basket")],
            incidents.Select(incident => (incident.Program, incident.Type)).Order());
        Assert.All(incidents, incident => Assert.Single(incident.Instances));
        Assert.Equal(3, incidents.Select(incident => incident.Id).Distinct().Count());
    }

    [Fact]
    public void Processes_of_one_program_have_one_leak_wherever_they_run()
    {
        var incident = Assert.Single(Correlate(
            [Suspect(1, "System.String", "System.Private.CoreLib"), Suspect(2, "System.String", "System.Private.CoreLib"), Suspect(3, "System.String", "System.Private.CoreLib")],
            [Program(1, "shop"), Program(2, "shop"), Program(3, "shop"), Program(4, "idle")]));

        Assert.Equal(("shop", 3), (incident.Program, incident.Instances.Count));
        Assert.Contains("3 processes of shop leak; 1 others do not", incident.Evidence);
    }

    [Fact]
    public void Memory_beside_the_heap_of_two_programs_is_two_leaks()
    {
        var incidents = Correlate(
            [Suspect(1, "", "") with { Kind = LeakKind.Native, Type = null }, Suspect(2, "", "") with { Kind = LeakKind.Native, Type = null }],
            [Program(1, "shop"), Program(2, "mail")]);

        Assert.Equal(["mail", "shop"], incidents.Select(incident => incident.Program).Order());
    }

    [Fact]
    public void A_leak_goes_on_when_it_comes_to_light_that_its_process_hosts_protocols()
    {
        Suspect[] strings = [Suspect(1, "System.String", "System.Private.CoreLib")];
        var first = Correlate(strings, [Program(1, "SLScripting")]);
        var second = new Correlator(new AnalysisOptions()).Correlate(strings, [Standing(1, "Modem")], first, Now.AddMinutes(5));

        Assert.Equal((first[0].Id, Now), (Assert.Single(second).Id, second[0].DetectedAt));
    }

    private static InstanceStanding Program(int pid, string name) => Standing(pid, "") with { ProcessName = name, Protocols = [] };
}
