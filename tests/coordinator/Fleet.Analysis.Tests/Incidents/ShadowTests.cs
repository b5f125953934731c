using Fleet.Analysis.Incidents;
using Fleet.Analysis.Trends;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Incidents;

/// <summary>Memory beside the heap that grows in the processes where objects of a protocol leak.</summary>
public sealed class ShadowTests
{
    private const double NoProcess = -1;

    [Theory]
    [InlineData(2_000, 2_000, 2_000)] // what objects hold
    [InlineData(20_000, 36_000, 64_000)] // more, and the same for each
    [InlineData(40_000, NoProcess, NoProcess)] // so much that small objects must be all there is to see of it
    public void What_comes_with_the_objects_is_part_of_their_leak(double first, double second, double third) =>
        Assert.Equal(LeakKind.Managed, Assert.Single(Leaks(first, second, third)).Kind);

    [Theory]
    [InlineData(40_000, 20_000, 22_000)] // more, and another share everywhere
    [InlineData(10_000, NoProcess, NoProcess)] // more, in one process
    [InlineData(400_000, 0, 0)] // very much, in one process of three
    public void What_has_nothing_to_do_with_them_is_a_leak_of_its_own(double first, double second, double third) =>
        Assert.Equal([LeakKind.Managed, LeakKind.Native], Leaks(first, second, third).Select(incident => incident.Kind).Order());

    [Fact]
    public void Memory_that_comes_to_be_taken_for_what_objects_hold_is_folded_into_their_leak()
    {
        Suspect[] native = [Suspect(1, "", "", 2_000) with { Kind = LeakKind.Native, Type = null }];
        var first = Correlate(native, [Standing(1, "Modem"), Standing(9, "Switch")]);
        var second = new Correlator(new AnalysisOptions()).Correlate(
            [.. native, Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2")], [Standing(1, "Modem"), Standing(9, "Switch")], first, Now.AddMinutes(5));

        var managed = Assert.Single(second, incident => incident.State == IncidentState.Open);
        Assert.Equal((LeakKind.Managed, $"folded into {managed.Id}"), (managed.Kind, Assert.Single(second, incident => incident.Kind == LeakKind.Native).ClosedReason));
    }

    [Fact]
    public void What_comes_with_code_that_is_compiled_again_is_part_of_its_leak() =>
        Assert.Equal(
            LeakKind.Managed,
            Assert.Single(Correlate(
                [
                    Suspect(1, "Vendor.Session", "Modem.1.0.0.4.QAction.2"), Suspect(1, "System.RuntimeType", "mscorlib", 200),
                    Suspect(1, "", "", 10_000) with { Kind = LeakKind.Native, Type = null },
                ],
                [Standing(1, "Modem"), Standing(9, "Switch")])).Kind);

    // Objects leak at 1,000, 1,800 and 3,200 bytes an hour.
    private static IReadOnlyList<Incident> Leaks(params double[] rates)
    {
        var beside = rates.Where(rate => rate >= 0).ToList();
        return Correlate(
            [
                .. beside.Select((_, i) => Suspect(i + 1, "Vendor.Session", "Modem.1.0.0.4.QAction.2", 1_000 * Math.Pow(1.8, i))),
                .. beside.Select((rate, i) => Suspect(i + 1, "", "", rate) with { Kind = LeakKind.Native, Type = null }).Where(suspect => suspect.BytesPerHour.Estimate > 0),
            ],
            [.. beside.Select((_, i) => Standing(i + 1, "Modem")), Standing(9, "Switch")]);
    }
}
