using Fleet.Coordinator.Leaks.Explanations;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class AskedTypeTests
{
    [Theory]
    [InlineData("Modem.1.0.0.4.QAction.2", "1.0.0.9_DEV", "Modem.1.0.0.9_DEV.QAction.2!Acme.Session")] // of the instance's own version
    [InlineData("Modem.1.0.0.4.QAction.2", "", "Modem.1.0.0.4.QAction.2!Acme.Session")]
    [InlineData("Other.1.0.0.4.QAction.2", "1.0.0.9", "Other.1.0.0.4.QAction.2!Acme.Session")] // not of the incident's protocol
    [InlineData("mscorlib", "1.0.0.9", "mscorlib!Acme.Session")]
    [InlineData(null, "1.0.0.9", "Acme.Session")]
    public void A_question_names_the_module_as_well(string? module, string version, string asked)
    {
        var incident = Incidents.Of("1.0.0.4") with { Type = "Acme.Session", Module = module, Protocol = "Modem" };

        Assert.Equal(asked, AskedType.Of(incident, version));
        Assert.Equal("Acme.Session", AskedType.NameIn(asked));
    }
}
