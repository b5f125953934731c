using Fleet.Coordinator.Instances;
using Fleet.Coordinator.Storage;
using Fleet.Coordinator.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Fleet.Coordinator.Tests.Storage;

public sealed class GrainStorageTests : IAsyncDisposable
{
    private static readonly GrainId Grain = GrainId.Create("instance", "node-a/1/20260101T000000000Z");

    private readonly TemporaryFolder _folder = new();
    private readonly LocalLog _local;
    private readonly SqliteGrainStorage _storage;

    public GrainStorageTests()
    {
        _local = new LocalLog(_folder["fleet.db"]);
        var services = new ServiceCollection().AddSerializer(s => s.AddAssembly(typeof(InstanceState).Assembly)).BuildServiceProvider();
        _storage = new SqliteGrainStorage(_local.Database, _local.Writer, services.GetRequiredService<Serializer>());
    }

    [Fact]
    public async Task A_state_comes_back_as_it_was_written()
    {
        var written = new GrainState<InstanceState>(new InstanceState { EntryId = 42, Trends = [1, 2, 3], Ended = true });
        await _storage.WriteStateAsync("trends", Grain, written);

        var read = new GrainState<InstanceState>();
        await _storage.ReadStateAsync("trends", Grain, read);

        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal((42, true), (read.State!.EntryId, read.State!.Ended));
        Assert.Equal([1, 2, 3], read.State!.Trends);
    }

    [Fact]
    public async Task A_write_from_an_outdated_version_is_refused_and_changes_nothing()
    {
        var first = new GrainState<InstanceState>(new InstanceState { EntryId = 1 });
        await _storage.WriteStateAsync("trends", Grain, first);
        var second = new GrainState<InstanceState>();
        await _storage.ReadStateAsync("trends", Grain, second);
        second.State!.EntryId = 2;
        await _storage.WriteStateAsync("trends", Grain, second);

        first.State!.EntryId = 99;
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("trends", Grain, first));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("trends", Grain, new GrainState<InstanceState>(new InstanceState())));

        var read = new GrainState<InstanceState>();
        await _storage.ReadStateAsync("trends", Grain, read);
        Assert.Equal(2, read.State!.EntryId);
    }

    [Fact]
    public async Task A_cleared_state_is_as_if_it_had_never_been()
    {
        var state = new GrainState<InstanceState>(new InstanceState { EntryId = 1 });
        await _storage.WriteStateAsync("trends", Grain, state);
        await _storage.ClearStateAsync("trends", Grain, state);

        var read = new GrainState<InstanceState>();
        await _storage.ReadStateAsync("trends", Grain, read);
        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        await _storage.WriteStateAsync("trends", Grain, read);
    }

    public async ValueTask DisposeAsync()
    {
        await _local.DisposeAsync();
        _folder.Dispose();
    }
}
