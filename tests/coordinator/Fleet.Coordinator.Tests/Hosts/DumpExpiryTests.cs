using System.Security.Cryptography;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

/// <summary>A dump whose file is gone says so, wherever it lay.</summary>
public sealed class DumpExpiryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_dump_that_the_node_does_not_list_any_more_is_expired_though_everything_was_restarted_meanwhile()
    {
        var instance = Summaries.Instance();
        string id;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path))
        {
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
            using var console = new ConsoleClient(coordinator.Grpc);
            id = await RequestAsync(console, agent, upload: false);
            await agent.SendAsync(new ConnectRequest
            {
                CommandUpdate = new CommandUpdate
                {
                    CommandId = id,
                    State = CommandState.Succeeded,
                    Dump = new DumpProgress { State = DumpState.OnNode, BytesTotal = 5, PathOnNode = "/dumps/it" },
                },
            });
            await agent.BeatAsync(new DumpsOnNode { Ids = { id } }, instance);
            await agent.BeatAsync(new DumpsOnNode { Ids = { id } }, instance);
            await agent.SendAsync(2, Summaries.Of(instance, Summaries.Start.AddMinutes(1)));
            await agent.AckedAsync(2);
            Assert.Equal(DumpState.OnNode, (await DumpAsync(console, id)).State);
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path);
        await using var again = await TestAgent.ConnectAsync(restarted.Grpc);
        using var asking = new ConsoleClient(restarted.Grpc);
        await again.AnnounceAsync(instance);
        await again.BeatAsync(new DumpsOnNode(), instance);
        await again.BeatAsync(new DumpsOnNode(), instance);
        await again.SendAsync(3, Summaries.Of(instance, Summaries.Start.AddMinutes(2)));
        await again.AckedAsync(3);

        var dump = await DumpAsync(asking, id);
        Assert.Equal(DumpState.Expired, dump.State);
        Assert.Contains("not on the node any more", dump.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_dump_that_became_too_old_is_expired_and_its_file_is_gone()
    {
        string id;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path))
        {
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
            using var console = new ConsoleClient(coordinator.Grpc);
            id = await RequestAsync(console, agent, upload: true);
            await StoreAsync(agent, id, "a dump"u8.ToArray());
            Assert.Equal(DumpState.Stored, (await DumpAsync(console, id)).State);
            await coordinator.KillAsync();
        }

        var file = Path.Combine(_folder["dumps"], id + ".dmp");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)); // nobody else's business
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddDays(-15));
        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path);
        await restarted.PrintedAsync($"Dump {id} has become too old");

        Assert.False(File.Exists(file));
        using var asking = new ConsoleClient(restarted.Grpc);
        var dump = await DumpAsync(asking, id);
        Assert.Equal(DumpState.Expired, dump.State);
        Assert.Contains("Dumps:Retention", dump.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_dump_whose_file_somebody_removed_says_so_and_what_to_do_and_is_expired()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        using var console = new ConsoleClient(coordinator.Grpc);
        var id = await RequestAsync(console, agent, upload: true);
        await StoreAsync(agent, id, "a dump"u8.ToArray());
        File.Delete(Path.Combine(_folder["dumps"], id + ".dmp"));

        var failure = await Assert.ThrowsAsync<RpcException>(() => console.Fleet.DownloadDump(new DownloadDumpRequest { DumpId = id }).ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Contains("Ask for another dump", failure.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(DumpState.Expired, (await DumpAsync(console, id)).State);
    }

    [Fact]
    public async Task Where_a_dump_lies_on_its_node_is_known_after_a_kill()
    {
        string id;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path))
        {
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
            using var console = new ConsoleClient(coordinator.Grpc);
            id = await RequestAsync(console, agent, upload: false);
            var dump = new DumpProgress { State = DumpState.OnNode, BytesTotal = 5, PathOnNode = "/dumps/it" };
            await agent.SendAsync(new ConnectRequest { CommandUpdate = new CommandUpdate { CommandId = id, State = CommandState.Running, Detail = "on the node", Dump = dump } });
            await agent.SendAsync(new ConnectRequest { CommandUpdate = new CommandUpdate { CommandId = id, State = CommandState.Succeeded, Detail = "on the node: /dumps/it", Dump = dump } });
            await agent.SendAsync(2, Summaries.Of(Summaries.Instance(), Summaries.Start.AddMinutes(1)));
            await agent.AckedAsync(2);
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path);
        using var asking = new ConsoleClient(restarted.Grpc);
        Assert.Equal("on the node: /dumps/it", (await DumpAsync(asking, id)).Detail);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> RequestAsync(ConsoleClient console, TestAgent agent, bool upload)
    {
        await agent.SendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start));
        await agent.AckedAsync(1);
        await console.Fleet.RequestDumpAsync(new RequestDumpRequest { Selector = new InstanceSelector { Instance = "node-a/4711" }, Upload = upload });
        return (await agent.CommandAsync()).Id;
    }

    private static async Task StoreAsync(TestAgent agent, string id, byte[] content)
    {
        using var upload = agent.Client.UploadDump();
        await upload.RequestStream.WriteAsync(new UploadDumpRequest
        {
            Header = new UploadHeader { DumpId = id, NodeId = "node-a", SizeBytes = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) },
        });
        Assert.True(await upload.ResponseStream.MoveNext(CancellationToken.None));
        await upload.RequestStream.WriteAsync(new UploadDumpRequest { Chunk = new UploadChunk { Content = ByteString.CopyFrom(content) } });
        Assert.True(await upload.ResponseStream.MoveNext(CancellationToken.None));
        Assert.True(upload.ResponseStream.Current.Stored);
    }

    private static async Task<Dump> DumpAsync(ConsoleClient console, string id) => (await console.Fleet.GetDumpAsync(new GetDumpRequest { DumpId = id })).Dump;
}
