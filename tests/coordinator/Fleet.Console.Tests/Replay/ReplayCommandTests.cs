using Fleet.Console.Tests.Service;

namespace Fleet.Console.Tests.Replay;

public sealed class ReplayCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("this is no summary\n")]
    public async Task A_file_without_a_summary_is_a_failure(string content)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, content);

            var run = (await FleetProcess.RunAsync("replay", path)).Expect(1);

            Assert.Contains("The series holds no summary.", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
