using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Coordinator.Tests.Storage;

public sealed class DirectoryTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Summaries.Start);
    private readonly LocalLog _local;
    private readonly SqliteDirectory _directory;

    public DirectoryTests()
    {
        _local = new LocalLog(_folder["fleet.db"]);
        _directory = new SqliteDirectory(_local.Database, _local.Writer, _time);
    }

    [Fact]
    public async Task Entries_are_found_by_id_listed_newest_first_and_may_change_their_owner()
    {
        await _directory.PutAsync(DirectoryKind.Node, "a", "Alpha", None);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _directory.PutAsync(DirectoryKind.Node, "b", "Beta", None);
        await _directory.PutAsync(DirectoryKind.Node, "a", "Renamed", None);

        Assert.Equal("Renamed", await _directory.OwnerAsync(DirectoryKind.Node, "a", None));
        Assert.Null(await _directory.OwnerAsync(DirectoryKind.Dump, "a", None));
        Assert.Equal([new("b", "Beta"), new("a", "Renamed")], await _directory.ListAsync(DirectoryKind.Node, None));
    }

    [Fact]
    public async Task Old_commands_and_requests_are_forgotten_nodes_and_dumps_are_not()
    {
        foreach (var kind in Enum.GetValues<DirectoryKind>())
            await _directory.PutAsync(kind, "x", "y", None);

        Assert.Equal(2, await _directory.ForgetAsync(Summaries.Start.AddDays(1), None));
        Assert.Single(await _directory.ListAsync(DirectoryKind.Node, None));
        Assert.Single(await _directory.ListAsync(DirectoryKind.Dump, None));
    }

    public async ValueTask DisposeAsync()
    {
        await _local.DisposeAsync();
        _folder.Dispose();
    }
}
