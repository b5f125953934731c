using System.Diagnostics;
using Fleet.Heap.Tests.Workloads;

namespace Fleet.Heap.Tests.Live;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_process_that_is_not_there_is_refused(int pid) => AssertFails(pid, HeapReadFailure.ProcessGone, $"no process {pid}");

    [Fact]
    public void A_process_without_NET_is_refused()
    {
        using var sleep = Process.Start("sleep", "600");
        try
        {
            AssertFails(sleep.Id, HeapReadFailure.NotDotNet, "runs no .NET");
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Fact]
    public void The_reader_itself_is_refused() => AssertFails(Environment.ProcessId, HeapReadFailure.NoPermission, "itself");

    [Fact]
    public async Task Another_process_with_the_same_id_is_refused()
    {
        await using var process = await ShapeProcess.StartAsync("known", 10);
        var options = new LiveReadOptions { StartedAt = process.StartedAt.AddSeconds(-5) };

        var failure = Assert.Throws<HeapReadException>(() => HeapReader.ReadLive(process.Pid, options));

        Assert.Equal(HeapReadFailure.ProcessGone, failure.Failure);
        Assert.True(HeapReader.ReadLive(process.Pid, options with { StartedAt = process.StartedAt }).Complete);
    }

    private static void AssertFails(int pid, HeapReadFailure expected, string words)
    {
        var failure = Assert.Throws<HeapReadException>(() => HeapReader.ReadLive(pid));
        Assert.Equal(expected, failure.Failure);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
