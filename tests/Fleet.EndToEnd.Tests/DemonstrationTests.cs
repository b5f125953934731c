using Fleet.LocalCluster;

namespace Fleet.EndToEnd.Tests;

/// <summary>The README's first command.</summary>
[Collection(OneAtATime.Name)]
public sealed class DemonstrationTests
{
    [Fact]
    public async Task A_real_leak_is_found_named_and_proven_by_a_dump_on_the_console()
    {
        await using var demo = ChildProcess.Start("demonstration", Executables.Find("Fleet.Demo", "Fleet.Demo"), ["--json"]);

        await demo.WaitForExitAsync(FastMotion.Cancel);

        Assert.True(demo.ExitCode == 0, demo.Output);
        Assert.Contains("\"checksFailed\": 0", demo.Output, StringComparison.Ordinal);
    }
}
