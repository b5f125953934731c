using Fleet.Coordinator.Leaks.Explanations;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class AskedModuleTests
{
    [Theory]
    [InlineData("Modem.1.0.0.4.QAction.2", "1.0.0.9_DEV", "Modem.1.0.0.9_DEV.QAction.2")] // of the instance's own version
    [InlineData("Modem.1.0.0.4.QAction.2", "", "Modem.1.0.0.4.QAction.2")]
    [InlineData("Other.1.0.0.4.QAction.2", "1.0.0.9", "Other.1.0.0.4.QAction.2")] // not of the incident's protocol
    [InlineData("mscorlib", "1.0.0.9", "mscorlib")]
    [InlineData(null, "1.0.0.9", "")]
    public void A_question_is_about_the_module_of_the_instances_own_version(string? module, string version, string asked) =>
        Assert.Equal(asked, AskedModule.Of(Incidents.Of("1.0.0.4") with { Module = module, Protocol = "Modem" }, version));
}
