using Fleet.Agent.Targets;

namespace Fleet.Agent.Tests.Targets;

public sealed class ProcessNamesTests
{
    [Fact]
    public void A_name_is_the_images_and_not_the_kernels_cut_one() =>
        Assert.Equal("Fleet.Agent.Workload", ProcessNames.Of("/x/Fleet.Agent.Workload", ["./Fleet.Agent.Workload"], "Fleet.Agent.Wor")[0]);

    [Fact]
    public void An_application_started_by_dotnet_has_its_own_name_and_dotnets()
    {
        var names = ProcessNames.Of("/usr/share/dotnet/dotnet", ["dotnet", "exec", "--depsfile", "x.json", "/app/SLScripting.dll"], "dotnet");

        Assert.Equal("SLScripting", names[0]);
        Assert.Contains("dotnet", names);
    }

    [Fact]
    public void An_image_that_was_replaced_keeps_its_name() => Assert.Equal("App", ProcessNames.Of("/x/App (deleted)", [], "App")[0]);

    [Fact]
    public void What_may_not_be_seen_is_named_by_the_kernel() => Assert.Equal(["kworker"], ProcessNames.Of(null, [], "kworker"));
}
