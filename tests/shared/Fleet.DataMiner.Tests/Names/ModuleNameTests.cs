using Fleet.DataMiner.Names;

namespace Fleet.DataMiner.Tests.Names;

public sealed class ModuleNameTests
{
    [Theory]
    [InlineData("/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll", "System.Private.CoreLib")]
    [InlineData(@"C:\Skyline DataMiner\ProtocolScripts\Vendor Modem.1.0.0.4.QAction.2.dll", "Vendor Modem.1.0.0.4.QAction.2")]
    [InlineData(@"C:\Windows\Microsoft.NET\Framework\v4.0.30319\mscorlib.DLL", "mscorlib")]
    [InlineData("Vendor Modem.1.0.0.4.QAction.2, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null", "Vendor Modem.1.0.0.4.QAction.2")]
    [InlineData("Newtonsoft.Json.dll", "Newtonsoft.Json")]
    [InlineData("Newtonsoft.Json", "Newtonsoft.Json")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData(".dll", "")]
    [InlineData("folder/", "")]
    public void Every_spelling_of_a_module_becomes_its_simple_name(string? spelling, string name) =>
        Assert.Equal(name, ModuleName.Normalise(spelling));

    [Fact]
    public void A_normal_name_stays_the_same_object()
    {
        const string name = "System.Private.CoreLib";

        Assert.Same(name, ModuleName.Normalise(name));
    }
}
