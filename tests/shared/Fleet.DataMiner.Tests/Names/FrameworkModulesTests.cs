using Fleet.DataMiner.Names;

namespace Fleet.DataMiner.Tests.Names;

public sealed class FrameworkModulesTests
{
    [Theory]
    [InlineData("mscorlib", true)]
    [InlineData("System.Private.CoreLib", true)]
    [InlineData("Microsoft.Extensions.Hosting", true)]
    [InlineData("Microsoft.VisualBasic.Core", true)]
    [InlineData("SystemMonitor", false)]
    [InlineData("Microsoft Platform.1.0.0.28.QAction.3", false)]
    [InlineData("Gateway", false)]
    public void Modules_of_dotnet_are_told_from_those_of_programs(string module, bool ofFramework) =>
        Assert.Equal(ofFramework, FrameworkModules.Has(module));
}
