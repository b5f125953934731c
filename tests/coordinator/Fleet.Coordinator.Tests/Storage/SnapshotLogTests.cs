using Fleet.Contracts.Heap;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Fleet.Coordinator.Tests.Storage;

public sealed class SnapshotLogTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private LocalLog _local;

    public SnapshotLogTests() => _local = new LocalLog(_folder["fleet.db"]);

    private SqliteSnapshotLog Log => _local.Log;

    [Fact]
    public async Task Details_come_out_as_they_went_in()
    {
        var summary = Summaries.Of(Summaries.Instance(), Summaries.Start);
        var details = Summaries.Details();
        await AppendAsync(1, summary with { Heap = summary.Heap with { Details = details } });

        var read = await Log.NewestAsync(summary.Instance, DateTimeOffset.MaxValue, None);

        Assert.Equivalent(details, read!.Heap.Details, strict: true);
    }

    [Fact]
    public async Task A_summary_comes_out_as_it_went_in()
    {
        var summary = Summaries.Of(Summaries.Instance(), Summaries.Start, types: 500) with { CommandId = "c1", Trigger = LookTrigger.Command };
        await AppendAsync(1, summary);

        var read = await Log.NewestAsync(summary.Instance, DateTimeOffset.MaxValue, None);

        Assert.NotNull(read);
        Assert.Equal(summary.Heap.Types.OrderBy(t => t.Name, StringComparer.Ordinal), read.Heap.Types.OrderBy(t => t.Name, StringComparer.Ordinal));
        Assert.Equal(summary.Heap with { Types = [] }, read.Heap with { Types = [] });
        Assert.Equal(summary.Protocols, read.Protocols);
        Assert.Equal(summary.Memory.GcCounts, read.Memory.GcCounts);
        Assert.Equal((summary.TakenAt, summary.Trigger, summary.CommandId), (read.TakenAt, read.Trigger, read.CommandId));
    }

    [Fact]
    public async Task A_sequence_is_committed_once_however_often_it_is_sent()
    {
        var summary = Summaries.Of(Summaries.Instance(), Summaries.Start);
        Assert.False((await AppendAsync(7, summary)).Repeat);
        Assert.True((await AppendAsync(7, summary)).Repeat);
        Assert.False((await AppendAsync(7, summary, spool: "another spool")).Repeat);

        Assert.Equal([("spool-1", 7L), ("another spool", 7L)], await _local.LedgerAsync());
        Assert.Equal(2, (await Log.FindAsync(summary.Instance, None))!.Looks);
    }

    [Fact]
    public async Task Appends_that_wait_together_are_all_committed_in_spite_of_one_that_is_a_repeat()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => AppendAsync(i == 50 ? 49 : i, Summaries.Of(Summaries.Instance(pid: i), Summaries.Start))));

        Assert.Equal(99, outcomes.Count(o => !o.Repeat));
        Assert.Equal(99, (await _local.LedgerAsync()).Distinct().Count());
    }

    [Fact]
    public async Task The_committed_sequence_stops_at_a_gap_and_steps_over_what_the_agent_gave_up()
    {
        var summary = Summaries.Of(Summaries.Instance(), Summaries.Start);
        foreach (var sequence in new[] { 1, 2, 4 })
            await AppendAsync(sequence, summary);
        Assert.Equal(2, await Log.CommittedSequenceAsync("spool-1", None));

        await Log.AdvanceAsync("spool-1", 4, None);
        await AppendAsync(5, summary);
        Assert.Equal(5, await Log.CommittedSequenceAsync("spool-1", None));
        Assert.True((await AppendAsync(3, summary)).Repeat);
        Assert.Equal(0, await Log.CommittedSequenceAsync("unknown", None));
    }

    [Fact]
    public async Task A_moment_finds_the_newest_summary_before_it_and_the_oldest_after_it()
    {
        var instance = Summaries.Instance();
        for (var i = 0; i < 5; i++)
            await AppendAsync(i + 1, Summaries.Of(instance, Summaries.Start.AddMinutes(i)));

        Assert.Equal(Summaries.Start.AddMinutes(2), (await Log.NewestAsync(instance, Summaries.Start.AddMinutes(2.5), None))!.TakenAt);
        Assert.Equal(Summaries.Start.AddMinutes(3), (await Log.OldestAsync(instance, Summaries.Start.AddMinutes(2.5), None))!.TakenAt);
        Assert.Null(await Log.NewestAsync(instance, Summaries.Start.AddSeconds(-1), None));
        Assert.Equal(3, (await Log.EntriesAsync(instance, Summaries.Start.AddMinutes(1), Summaries.Start.AddMinutes(3), None)).Count);
    }

    [Fact]
    public async Task What_was_committed_is_there_after_the_database_was_opened_anew()
    {
        var summary = Summaries.Of(Summaries.Instance(), Summaries.Start);
        await AppendAsync(1, summary);
        await _local.DisposeAsync();
        _local = new LocalLog(_folder["fleet.db"]);

        Assert.True((await AppendAsync(1, summary)).Repeat);
        Assert.Equal(summary.Heap.Bytes, (await Log.NewestAsync(summary.Instance, DateTimeOffset.MaxValue, None))!.Heap.Bytes);
    }

    [Fact]
    public async Task Old_summaries_thin_out_to_one_an_hour_then_one_a_day_then_none()
    {
        await _local.DisposeAsync();
        _local = new LocalLog(_folder["fleet.db"], new SnapshotLogOptions { KeepAll = TimeSpan.FromDays(1), KeepHourly = TimeSpan.FromDays(10), KeepDaily = TimeSpan.FromDays(100) });
        var instance = Summaries.Instance();
        var now = Summaries.Start;
        var at = new[] { 120.0, 50.1, 50.2, 5.001, 5.002, 0.5, 0.4 };
        for (var i = 0; i < at.Length; i++)
            await AppendAsync(i + 1, Summaries.Of(instance, now.AddDays(-at[i])));
        await Log.AdvanceAsync("spool-1", at.Length, None);

        Assert.Equal(3, await Log.ThinAsync(now, None));
        Assert.Equal([50.1, 5.001, 0.5, 0.4], (await Log.EntriesAsync(instance, DateTimeOffset.UnixEpoch, now, None)).Select(e => Math.Round((now - e.TakenAt).TotalDays, 3)));
        Assert.True((await AppendAsync(1, Summaries.Of(instance, now))).Repeat);
    }

    [Fact]
    public async Task A_summary_that_its_agent_may_send_again_is_not_thinned_out()
    {
        await AppendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start.AddYears(-3)));
        Assert.Equal(0, await Log.ThinAsync(Summaries.Start, None));
    }

    [Fact]
    public async Task A_locked_database_fails_the_append_with_one_clear_line_and_takes_it_once_it_is_free()
    {
        var summary = Summaries.Of(Summaries.Instance(), Summaries.Start);
        await using (var other = new SqliteConnection($"Data Source={_folder["fleet.db"]};Pooling=False"))
        {
            await other.OpenAsync(None);
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            await command.ExecuteNonQueryAsync(None);

            var e = await Assert.ThrowsAsync<StorageUnavailableException>(() => AppendAsync(1, summary));
            Assert.Contains("holds a lock", e.Message, StringComparison.Ordinal);
        }

        Assert.False((await AppendAsync(1, summary)).Repeat);
    }

    [Fact]
    public void A_file_that_is_no_database_is_told_in_one_line()
    {
        File.WriteAllText(_folder["junk.db"], new string('x', 5000));
        Assert.Contains("damaged", Assert.Throws<StorageUnavailableException>(() => new SqliteDatabase(_folder["junk.db"])).Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _local.DisposeAsync();
        _folder.Dispose();
    }

    private Task<AppendOutcome> AppendAsync(long sequence, InstanceSummary summary, string spool = "spool-1") =>
        Log.AppendAsync(new SpoolPosition(spool, sequence, 0), summary, None);
}
