using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Tests.Kit;
using Google.Protobuf;
using Grpc.Core;

namespace Fleet.Coordinator.Tests.Hosts;

public sealed class UploadTests : IDisposable
{
    private const int Chunk = 64 * 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _file = RandomNumberGenerator.GetBytes((9 << 20) + 123);

    private string Sha256 => Convert.ToHexStringLower(SHA256.HashData(_file));

    [Fact]
    public async Task An_upload_goes_on_where_it_was_interrupted_even_by_a_kill_and_the_file_comes_out_whole()
    {
        string id;
        await using (var coordinator = await CoordinatorProcess.StartAsync(_folder.Path))
        {
            await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
            id = await RequestAsync(coordinator, agent);
            using var upload = await BeginAsync(agent, id, Sha256);
            Assert.Equal(0, await OffsetAsync(upload));
            await SendAsync(upload, 0, 5 << 20);
            Assert.Equal(4 << 20, await OffsetAsync(upload));
            await coordinator.KillAsync();
        }

        await using var restarted = await CoordinatorProcess.StartAsync(_folder.Path);
        await using var again = await TestAgent.ConnectAsync(restarted.Grpc);
        using var rest = await BeginAsync(again, id, Sha256);
        var offset = await OffsetAsync(rest);
        Assert.InRange(offset, 4 << 20, 5 << 20);
        await SendAsync(rest, (int)offset, _file.Length);
        Assert.True(await StoredAsync(rest));

        using var console = new ConsoleClient(restarted.Grpc);
        var dump = (await console.Fleet.GetDumpAsync(new GetDumpRequest { DumpId = id })).Dump;
        Assert.Equal((DumpState.Stored, _file.Length, Sha256), (dump.State, dump.SizeBytes, dump.Sha256));
        Assert.Equal(_file, await DownloadAsync(console, id, 0));
        Assert.Equal(_file[1000..], await DownloadAsync(console, id, 1000));

        using var http = new HttpClient();
        using var range = new HttpRequestMessage(HttpMethod.Get, $"{restarted.Http}/v1/dumps/{id}/file") { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var response = await http.SendAsync(range);
        Assert.Equal(_file[10..20], await response.Content.ReadAsByteArrayAsync());

        using var repeated = await BeginAsync(again, id, Sha256);
        Assert.True(await StoredAsync(repeated));
    }

    [Fact]
    public async Task A_file_with_another_hash_is_discarded_and_can_be_uploaded_again()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path);
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        var id = await RequestAsync(coordinator, agent);

        using var upload = await BeginAsync(agent, id, new string('a', 64));
        Assert.Equal(0, await OffsetAsync(upload));
        await SendAsync(upload, 0, _file.Length);
        Assert.Equal(StatusCode.DataLoss, await FailureAsync(upload));
        Assert.Empty(Directory.GetFiles(_folder["dumps"]));

        using var again = await BeginAsync(agent, id, Sha256);
        Assert.Equal(0, await OffsetAsync(again));
        await SendAsync(again, 0, _file.Length);
        Assert.True(await StoredAsync(again));
    }

    [Fact]
    public async Task Uploads_that_nobody_asked_for_that_do_not_fit_or_that_run_already_are_refused()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, "--Dumps:BudgetBytes", "20000000");
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        var id = await RequestAsync(coordinator, agent);

        using var unknown = await BeginAsync(agent, "unknown", Sha256);
        Assert.Equal(StatusCode.NotFound, await FailureAsync(unknown));
        using var outside = await BeginAsync(agent, "../escape", Sha256);
        Assert.Equal(StatusCode.NotFound, await FailureAsync(outside));
        using var foreign = await BeginAsync(agent, id, Sha256, node: "node-b");
        Assert.Equal(StatusCode.PermissionDenied, await FailureAsync(foreign));
        using var large = await BeginAsync(agent, id, Sha256, size: 30_000_000);
        var full = await RefusalAsync(large);
        Assert.Equal(StatusCode.ResourceExhausted, full.StatusCode);
        Assert.Equal(
            $"The coordinator's dump store has no room: the dump has 28.6 MB, and others take 0 B of the 19.1 MB that {_folder["dumps"]} may hold; remove dumps there or raise Dumps:BudgetBytes.",
            full.Detail);

        using var first = await BeginAsync(agent, id, Sha256);
        Assert.Equal(0, await OffsetAsync(first));
        using var second = await BeginAsync(agent, id, Sha256);
        Assert.Equal(StatusCode.Aborted, await FailureAsync(second));
        await SendAsync(first, 0, Chunk);
        await first.RequestStream.WriteAsync(new UploadDumpRequest { Chunk = new UploadChunk { Offset = 5, Content = ByteString.CopyFromUtf8("gap") } });
        Assert.Equal(StatusCode.InvalidArgument, await FailureAsync(first));
    }

    [Fact]
    public async Task A_full_disk_is_refused_with_what_is_needed_where_and_what_to_do()
    {
        await using var coordinator = await CoordinatorProcess.StartAsync(_folder.Path, "--Dumps:KeepFreeBytes", long.MaxValue.ToString(CultureInfo.InvariantCulture));
        await using var agent = await TestAgent.ConnectAsync(coordinator.Grpc);
        var id = await RequestAsync(coordinator, agent);

        using var upload = await BeginAsync(agent, id, Sha256);
        var full = await RefusalAsync(upload);

        Assert.Equal(StatusCode.ResourceExhausted, full.StatusCode);
        Assert.StartsWith($"The coordinator has no room: the dump needs 9 MB, the disk of {_folder["dumps"]} has ", full.Detail, StringComparison.Ordinal);
        Assert.EndsWith(" there or lower Dumps:KeepFreeBytes.", full.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> RequestAsync(CoordinatorProcess coordinator, TestAgent agent)
    {
        await agent.SendAsync(1, Summaries.Of(Summaries.Instance(), Summaries.Start));
        await agent.AckedAsync(1);
        using var console = new ConsoleClient(coordinator.Grpc);
        var asked = await console.Fleet.RequestDumpAsync(new RequestDumpRequest { Selector = new InstanceSelector { Instance = "node-a/4711" }, Upload = true });
        var command = await agent.CommandAsync();
        Assert.True(command.Dump.Upload);
        Assert.Equal(asked.Commands.Single().Id, command.Id);
        return command.Id;
    }

    private async Task<AsyncDuplexStreamingCall<UploadDumpRequest, UploadDumpResponse>> BeginAsync(
        TestAgent agent, string id, string sha256, string node = "node-a", long? size = null)
    {
        var call = agent.Client.UploadDump();
        await call.RequestStream.WriteAsync(new UploadDumpRequest { Header = new UploadHeader { DumpId = id, NodeId = node, SizeBytes = size ?? _file.Length, Sha256 = sha256 } });
        return call;
    }

    private async Task SendAsync(AsyncDuplexStreamingCall<UploadDumpRequest, UploadDumpResponse> upload, int from, int to)
    {
        for (var offset = from; offset < to; offset += Chunk)
        {
            var content = ByteString.CopyFrom(_file, offset, Math.Min(Chunk, to - offset));
            await upload.RequestStream.WriteAsync(new UploadDumpRequest { Chunk = new UploadChunk { Offset = offset, Content = content } });
        }
    }

    private static async Task<long> OffsetAsync(AsyncDuplexStreamingCall<UploadDumpRequest, UploadDumpResponse> upload)
    {
        Assert.True(await upload.ResponseStream.MoveNext(CancellationToken.None));
        return upload.ResponseStream.Current.Offset;
    }

    private static async Task<bool> StoredAsync(AsyncDuplexStreamingCall<UploadDumpRequest, UploadDumpResponse> upload)
    {
        while (await upload.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (upload.ResponseStream.Current.Stored)
                return true;
        }

        return false;
    }

    private static async Task<StatusCode> FailureAsync(AsyncDuplexStreamingCall<UploadDumpRequest, UploadDumpResponse> upload) => (await RefusalAsync(upload)).StatusCode;

    private static async Task<Status> RefusalAsync(AsyncDuplexStreamingCall<UploadDumpRequest, UploadDumpResponse> upload)
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await upload.ResponseStream.MoveNext(CancellationToken.None))
            {
                // Offsets on the way to the end.
            }
        });
        return e.Status;
    }

    private static async Task<byte[]> DownloadAsync(ConsoleClient console, string id, long offset)
    {
        using var download = console.Fleet.DownloadDump(new DownloadDumpRequest { DumpId = id, Offset = offset });
        using var content = new MemoryStream();
        await foreach (var response in download.ResponseStream.ReadAllAsync())
        {
            Assert.InRange(response.Content.Length, 0, Chunk);
            await content.WriteAsync(response.Content.Memory);
        }

        return content.ToArray();
    }
}
