using Fleet.Console.Dumps;

namespace Fleet.Console.Tests.Dumps;

public sealed class FileFailuresTests
{
    [Fact]
    public async Task A_disk_that_fills_up_says_that_the_download_can_go_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs the device that is always full");
        var failure = await Assert.ThrowsAsync<IOException>(() => File.WriteAllBytesAsync("/dev/full", new byte[1 << 20]));

        Assert.Equal(
            "No room left for x.part: free some space and run the same command again, it goes on where it stopped.",
            FileFailures.Describe("x.part", failure));
    }

    [Fact]
    public void A_disk_with_room_has_nothing_to_complain_of() => Assert.Null(FileFailures.MissingRoom(Path.GetTempPath(), 1));
}
