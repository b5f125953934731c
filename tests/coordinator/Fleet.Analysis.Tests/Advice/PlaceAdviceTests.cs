using Fleet.Analysis.Advice;
using static Fleet.Analysis.Tests.Incidents.WatchedForADay;

namespace Fleet.Analysis.Tests.Advice;

public sealed class PlaceAdviceTests
{
    [Fact]
    public void A_node_on_which_alone_the_code_leaks_is_to_be_compared_with_the_others() =>
        Assert.Contains(
            "Compare what is different on DMA seven: its elements of Modem, their settings and what they talk to. 3 processes elsewhere run the same code and do not leak.",
            Advice(elsewhere: 3));

    [Fact]
    public void There_is_nothing_to_compare_where_all_of_them_leak() =>
        Assert.DoesNotContain(Advice(elsewhere: 0), line => line.StartsWith("Compare", StringComparison.Ordinal));

    private static IReadOnlyList<string> Advice(int elsewhere)
    {
        var incident = Assert.Single(Correlate(
            [.. Enumerable.Range(1, 3).Select(pid => Suspect(pid, "Vendor.Session", "Modem.1.0.0.4.QAction.2") with { Instance = Instance(pid, "9f2c") })],
            [
                .. Enumerable.Range(1, 3).Select(pid => Standing(pid, "Modem", node: "9f2c")),
                .. Enumerable.Range(4, elsewhere).Select(pid => Standing(pid, "Modem")),
                Standing(20, "Switch"),
            ]));
        return IncidentAdvice.For(incident, new AdviceFacts { NodeNames = new Dictionary<string, string> { ["9f2c"] = "DMA seven" } });
    }
}
