using Fleet.Agent.Spool;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Agent.Tests.Spool;

public sealed class SummarySpoolTests : IDisposable
{
    private readonly SpoolDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Sequences_ascend_from_one_and_go_on_after_a_restart_in_the_same_spool()
    {
        string id;
        using (var spool = _directory.Open())
        {
            id = spool.SpoolId;
            Assert.Equal([1ul, 2, 3], Enumerable.Range(1, 3).Select(n => spool.Append(SampleSummaries.Make(n))));
        }

        using var again = _directory.Open();
        Assert.Equal(id, again.SpoolId);
        Assert.Equal(4ul, again.Append(SampleSummaries.Make(4)));
        Assert.Equal([(1ul, "look-1"), (2ul, "look-2"), (3ul, "look-3"), (4ul, "look-4")], SpoolDirectory.Waiting(again));
    }

    [Fact]
    public void Acked_summaries_are_not_there_any_more_and_their_segments_are_deleted()
    {
        var small = new SpoolOptions { MaximumBytes = 1 << 20 };
        using (var spool = _directory.Open(small))
        {
            Fill(spool, 120);
            var before = _directory.Segments.Count;
            Assert.InRange(before, 3, 100);
            spool.Acknowledge(100);
            Assert.InRange(_directory.Segments.Count, 1, before - 2);
            Assert.Equal(20, spool.Statistics.Records);
        }

        using var again = _directory.Open(small);
        Assert.Equal(Enumerable.Range(101, 20).Select(n => (ulong)n), SpoolDirectory.Waiting(again).Select(record => record.Sequence));
    }

    [Fact]
    public void Sequences_never_go_backwards_even_when_everything_was_acked_and_the_mark_is_lost()
    {
        using (var spool = _directory.Open(new SpoolOptions { MaximumBytes = 1 << 20 }))
        {
            Fill(spool, 120);
            spool.Acknowledge(120);
            Assert.Single(_directory.Segments);
        }

        File.Delete(Path.Combine(_directory.FullPath, "acknowledged"));
        using var again = _directory.Open();
        Assert.Equal(121ul, again.Append(SampleSummaries.Make(121)));
    }

    [Fact]
    public void What_was_never_appended_can_not_be_acked()
    {
        using var spool = _directory.Open();
        spool.Append(SampleSummaries.Make(1));
        spool.Acknowledge(500);
        Assert.Equal(2ul, spool.Append(SampleSummaries.Make(2)));
        Assert.Equal([(2ul, "look-2")], SpoolDirectory.Waiting(spool));
    }

    [Fact]
    public void A_spool_restored_from_an_older_copy_goes_on_after_what_the_coordinator_has()
    {
        using (var spool = _directory.Open())
        {
            spool.Append(SampleSummaries.Make(1));
            spool.Resume(500);
            Assert.Equal(501ul, spool.Append(SampleSummaries.Make(2)));
        }

        using var again = _directory.Open();
        Assert.Equal([(501ul, "look-2")], SpoolDirectory.Waiting(again));
    }

    [Fact]
    public void A_full_spool_gives_up_the_oldest_and_stays_within_its_bytes()
    {
        var options = new SpoolOptions { MaximumBytes = 1 << 20 };
        using var spool = _directory.Open(options);
        Fill(spool, 900);
        var waiting = SpoolDirectory.Waiting(spool);
        Assert.True(spool.Statistics.Dropped > 0, "nothing was given up");
        Assert.Equal(900, waiting.Count + spool.Statistics.Dropped);
        Assert.Equal((ulong)spool.Statistics.Dropped + 1, waiting[0].Sequence);
        Assert.Equal("look-900", waiting[^1].Name);
        Assert.InRange(_directory.Segments.Sum(path => new FileInfo(path).Length), 1, options.MaximumBytes);
        Assert.Equal(_directory.Segments.Sum(path => new FileInfo(path).Length), spool.Statistics.Bytes);
    }

    [Fact]
    public void Summaries_that_grow_too_old_are_given_up_and_counted()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
        using var spool = _directory.Open(new SpoolOptions { MaximumAge = TimeSpan.FromHours(1) }, time);
        spool.Append(SampleSummaries.Make(1));
        time.Advance(TimeSpan.FromMinutes(40));
        spool.Append(SampleSummaries.Make(2));
        time.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal([(2ul, "look-2")], SpoolDirectory.Waiting(spool));
        Assert.Equal(1, spool.Statistics.Dropped);
    }

    [Fact]
    public void A_summary_that_can_not_be_sent_is_given_up_and_does_not_come_back()
    {
        using (var spool = _directory.Open())
        {
            Fill(spool, 3);
            spool.Drop(1);
            spool.Drop(2);
            spool.Drop(2);
            Assert.Equal(2, spool.Statistics.Dropped);
        }

        using var again = _directory.Open();
        Assert.Equal([3ul], SpoolDirectory.Waiting(again).Select(record => record.Sequence));
    }

    [Fact]
    public void A_summary_larger_than_the_spool_is_refused_with_the_remedy()
    {
        using var spool = _directory.Open(new SpoolOptions { MaximumBytes = 1 << 20 });
        var huge = SampleSummaries.Make(1);
        huge = huge with { Heap = huge.Heap with { IncompleteReason = Noise(3 << 20) } };
        var refusal = Assert.Throws<IOException>(() => spool.Append(huge));
        Assert.Contains("Spool:MaximumBytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("look-2", SpoolDirectory.Waiting(Appended(spool, 2))[0].Name);
    }

    [Fact]
    public async Task A_follower_gets_what_waits_and_is_woken_by_what_comes()
    {
        using var spool = _directory.Open();
        Fill(spool, 2);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await spool.WaitAsync(1, patience.Token);
        Assert.Equal(2ul, spool.Next(1)?.Sequence);
        var next = spool.WaitAsync(2, patience.Token);
        Assert.False(next.IsCompleted);
        spool.Append(SampleSummaries.Make(3));
        await next;
        Assert.Equal(3ul, spool.Next(2)?.Sequence);
    }

    [Fact]
    public void A_second_agent_on_the_same_directory_is_told_who_has_it()
    {
        using (_directory.Open())
        {
            var refusal = Assert.Throws<IOException>(() => _directory.Open());
            Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("--data-dir", refusal.Message, StringComparison.Ordinal);
        }

        _directory.Open().Dispose();
    }

    [Fact]
    public async Task Looks_that_end_together_get_a_sequence_each()
    {
        using var spool = _directory.Open();
        var sequences = await Task.WhenAll(Enumerable.Range(1, 40).Select(n => Task.Run(() => spool.Append(SampleSummaries.Make(n)))));
        Assert.Equal(Enumerable.Range(1, 40).Select(n => (ulong)n), sequences.Order());
        Assert.Equal(40, SpoolDirectory.Waiting(spool).Select(record => record.Name).Distinct().Count());
    }

    [Fact]
    public void A_full_disk_is_one_clear_error_and_the_spool_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.TryMount();
        Assert.SkipWhen(disk is null, "Mounting a small disk needs root on Linux.");
        using var spool = SummarySpool.Open(Path.Combine(disk.FullPath, "spool"), new SpoolOptions(), TimeProvider.System, NullLogger.Instance);
        Fill(spool, 2);
        disk.FillUp();

        var refusal = Assert.Throws<IOException>(() => spool.Append(SampleSummaries.Make(3, types: 3000)));
        Assert.Contains("make room", refusal.Message, StringComparison.Ordinal);
        spool.Acknowledge(1);
        Assert.Equal(refusal.Message, spool.Refusal);

        disk.MakeRoom();
        Assert.Null(spool.Refusal);
        var sequence = spool.Append(SampleSummaries.Make(4));
        Assert.Equal([(2ul, "look-2"), (sequence, "look-4")], SpoolDirectory.Waiting(spool));
    }

    private static void Fill(SummarySpool spool, int count)
    {
        for (var n = 1; n <= count; n++)
            spool.Append(SampleSummaries.Make(n, types: 300));
    }

    private static SummarySpool Appended(SummarySpool spool, int n)
    {
        spool.Append(SampleSummaries.Make(n));
        return spool;
    }

    private static string Noise(int chars)
    {
        var random = new Random(1);
        return string.Create(chars, random, static (span, random) =>
        {
            foreach (ref var c in span)
                c = (char)random.Next(32, 127);
        });
    }
}
