using Fleet.DataMiner.Names;

namespace Fleet.DataMiner.Tests.Names;

public sealed class QActionAssemblyTests
{
    [Theory]
    [InlineData("Vendor Modem.1.0.0.4.QAction.2", "Vendor Modem", "1.0.0.4", "2")]
    [InlineData("Vendor Modem.1.0.0.4.QAction.Helper", "Vendor Modem", "1.0.0.4", "Helper")]
    [InlineData("Vendor Modem.1.0.0.1_DEV.QAction.63000", "Vendor Modem", "1.0.0.1_DEV", "63000")]
    [InlineData("Vendor.Modem 2.1.3.1.0.0.4.QAction.1", "Vendor.Modem 2.1.3", "1.0.0.4", "1")]
    [InlineData("A.1.1.1.1.1.QAction.1", "A.1", "1.1.1.1", "1")]
    [InlineData("Odd.QAction.7.1.0.0.1.QAction.8", "Odd.QAction.7", "1.0.0.1", "8")]
    [InlineData("Vendor Modem.1.0.0.4.QAction.2, Version=1.0.0.0, Culture=neutral", "Vendor Modem", "1.0.0.4", "2")]
    [InlineData(@"C:\Skyline DataMiner\ProtocolScripts\Vendor Modem.1.0.0.4.QAction.2.dll", "Vendor Modem", "1.0.0.4", "2")]
    public void A_QAction_module_names_its_protocol_version_and_id(string module, string protocol, string version, string id)
    {
        Assert.True(QActionAssembly.TryParse(module, out var assembly));
        Assert.Equal(new QActionAssembly(protocol, version, id), assembly);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("System.Private.CoreLib")]
    [InlineData("Vendor Modem.1.0.0.QAction.2")]
    [InlineData("Vendor Modem.1.0.0.4.QAction.")]
    [InlineData("Vendor Modem.1.0.0.4.QAction.two")]
    [InlineData("Vendor Modem.1.0.0.4.QAction.2.resources")]
    [InlineData("1.0.0.4.QAction.2")]
    [InlineData(".1.0.0.4.QAction.2")]
    [InlineData("Vendor Modem.1.0.0.4.qaction.2")]
    public void Any_other_module_is_no_QAction(string? module) => Assert.False(QActionAssembly.TryParse(module, out _));

    [Fact]
    public void A_hostile_name_is_refused_before_it_is_matched() =>
        Assert.False(QActionAssembly.TryParse(string.Concat(Enumerable.Repeat("1.", 50_000)) + "QAction.1", out _));

    [Fact]
    public void The_name_can_be_put_together_again()
    {
        const string module = "Vendor.Modem 2.1.0.0.1_DEV.QAction.12";

        Assert.True(QActionAssembly.TryParse(module, out var assembly));
        Assert.Equal(module, assembly.ToString());
    }
}
