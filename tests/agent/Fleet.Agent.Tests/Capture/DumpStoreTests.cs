using Fleet.Agent.Capture;
using Fleet.Agent.Node;
using Fleet.Agent.Tests.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Agent.Tests.Capture;

public sealed class DumpStoreTests : IDisposable
{
    private const long Megabyte = 1 << 20;
    private static readonly DateTimeOffset s_now = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly CaptureOptions _options = new() { MaxBytes = 10 * Megabyte, MaxFiles = 3, MaxAge = TimeSpan.FromDays(1), KeepFreeBytes = 0 };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Dumps_that_are_too_old_go()
    {
        var store = Open();
        Put(store, "old", 1, hoursAgo: 25);
        Put(store, "new", 1, hoursAgo: 23);

        Assert.Equal(["new", "old"], store.Finished().Order());
        Assert.Equal(["old"], store.CleanUp());
        Assert.Equal(["new"], store.Finished());
        Assert.Equal(Megabyte, store.TotalBytes());
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many()
    {
        var store = Open();
        for (var i = 1; i <= 5; i++)
            Put(store, $"dump{i}", 1, hoursAgo: i);

        Assert.Equal(["dump5", "dump4"], store.CleanUp());
    }

    [Fact]
    public void The_oldest_that_nobody_waits_for_go_when_the_new_one_is_there_and_not_before()
    {
        var store = Open();
        Put(store, "held", 4, hoursAgo: 3);
        Put(store, "older", 3, hoursAgo: 2);
        Put(store, "newer", 2, hoursAgo: 1);
        store.Hold("held");

        Assert.Empty(MakeRoom(store, 3));
        Assert.Equal(["held", "newer", "older"], store.Finished().Order());
        Put(store, "new", 3, hoursAgo: 0);

        Assert.Equal(["older"], store.CleanUp());
        Assert.Equal(["held", "new", "newer"], store.Finished().Order());
    }

    [Fact]
    public void A_dump_that_is_still_written_costs_no_other()
    {
        var store = Open();
        Put(store, "older", 9, hoursAgo: 2);
        Directory.CreateDirectory(store.WorkDirectoryOf("new"));
        File.WriteAllBytes(store.PartialOf("new"), new byte[5 * Megabyte]);

        Assert.Empty(store.CleanUp());
    }

    [Fact]
    public void The_newest_dump_stays_whatever_it_takes()
    {
        var store = Open();
        Put(store, "older", 1, hoursAgo: 4);
        Put(store, "new", 11, hoursAgo: 3);

        Assert.Equal(["older"], store.CleanUp());
        Assert.Empty(store.CleanUp());
        Assert.Equal(["new"], store.Finished());
    }

    [Fact]
    public void The_newest_dump_goes_when_it_is_too_old_all_the_same()
    {
        var store = Open();
        Put(store, "old", 1, hoursAgo: 25);

        Assert.Equal(["old"], store.CleanUp());
    }

    [Fact]
    public void A_disk_without_room_for_both_costs_as_few_of_those_that_would_go_anyway_as_will_do()
    {
        _options.KeepFreeBytes = 3 * Megabyte;
        var store = Open(free: 5 * Megabyte);
        Put(store, "oldest", 3, hoursAgo: 3);
        Put(store, "older", 3, hoursAgo: 2);
        Put(store, "newer", 2, hoursAgo: 1);

        Assert.Equal(["oldest"], MakeRoom(store, 5)); // 11 of 10 MB, 4 of 3 files
        Assert.Equal(["newer", "older"], store.Finished().Order());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void A_disk_that_would_not_have_room_all_the_same_costs_no_dump(int megabytes)
    {
        _options.KeepFreeBytes = 3 * Megabyte;
        var store = Open(free: 1 * Megabyte);
        Put(store, "older", 3, hoursAgo: 2);
        Put(store, "newer", 2, hoursAgo: 1);

        var refusal = Assert.Throws<DumpException>(() => MakeRoom(store, megabytes));

        Assert.StartsWith("no room for the dump", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["newer", "older"], store.Finished().Order());
    }

    [Fact]
    public void Dumps_that_are_still_needed_leave_no_room_and_that_is_said()
    {
        var store = Open();
        Put(store, "held", 9, hoursAgo: 1);
        store.Hold("held");

        var refusal = Assert.Throws<DumpException>(() => MakeRoom(store, 3));

        Assert.Contains("still needed take 9 of 10 MB", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(store.PathOf("held")));
    }

    [Fact]
    public void A_dump_beyond_the_whole_budget_removes_nothing()
    {
        var store = Open();
        Put(store, "dump", 1, hoursAgo: 1);

        var refusal = Assert.Throws<DumpException>(() => MakeRoom(store, 11));

        Assert.Contains("Capture:MaxBytes", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(store.PathOf("dump")));
    }

    [Fact]
    public void A_disk_without_room_is_told_in_one_line()
    {
        _options.KeepFreeBytes = long.MaxValue / 2;

        var refusal = Assert.Throws<DumpException>(() => MakeRoom(Open(), 1));

        Assert.StartsWith("no room for the dump", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private DumpStore Open(long free = long.MaxValue / 4) => new(
        Options.Create(_options),
        new AgentDirectory(Options.Create(new NodeOptions { DataDirectory = _directory.Path })),
        new FakeTimeProvider(s_now),
        NullLogger<DumpStore>.Instance)
    {
        FreeBytes = () => free,
    };

    private static List<string> MakeRoom(DumpStore store, int megabytes)
    {
        List<string> removed = [];
        store.MakeRoom(megabytes * Megabyte, removed);
        return removed;
    }

    private static void Put(DumpStore store, string id, int megabytes, int hoursAgo)
    {
        File.WriteAllBytes(store.PathOf(id), new byte[megabytes * Megabyte]);
        File.SetLastWriteTimeUtc(store.PathOf(id), s_now.UtcDateTime.AddHours(-hoursAgo));
    }
}
