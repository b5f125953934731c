using System.Security.Cryptography;
using Fleet.Console.Tests.Service;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Google.Protobuf;
using Grpc.Core;

namespace Fleet.Console.Tests.Dumps;

public sealed class DumpGetTests : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-console-").FullName;
    private readonly byte[] _content = RandomNumberGenerator.GetBytes((3 * ChunkBytes) + 1234);

    private string Target => Path.Combine(_folder, "slscripting.dmp");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_dump_arrives_whole_and_verified_and_leaves_no_part()
    {
        await using var host = await HostAsync();

        var run = (await host.RunAsync("dump-get", "d1", "-o", Target, "--json")).Expect(0);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(["slscripting.dmp"], Directory.GetFiles(_folder).Select(Path.GetFileName));
        Assert.Equal(Target, run.Json.GetProperty("file").GetString());
        Assert.Equal(_content.Length, run.Json.GetProperty("sizeBytes").GetInt64());
        Assert.Equal(0, run.Json.GetProperty("resumedFrom").GetInt64());
    }

    [Fact]
    public async Task What_is_there_of_an_earlier_attempt_is_not_fetched_again()
    {
        await File.WriteAllBytesAsync(Target + ".part", _content[..100_000]);
        await using var host = await HostAsync();

        var run = (await host.RunAsync("dump-get", "d1", "-o", Target, "--json")).Expect(0);

        Assert.Equal(100_000, host.Fleet.Single<DownloadDumpRequest>().Offset);
        Assert.Equal(100_000, run.Json.GetProperty("resumedFrom").GetInt64());
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke()
    {
        await using var host = await HostAsync();
        host.Fleet.Download = async (request, stream, _) =>
        {
            var end = request.Offset == 0 ? 2 * ChunkBytes : _content.Length;
            await SendAsync(_content, request.Offset, end, stream);
            if (end < _content.Length)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "the silo drains"));
            }
        };

        (await host.RunAsync("dump-get", "d1", "-o", Target)).Expect(0);

        Assert.Equal([0, 2 * ChunkBytes], host.Fleet.Requests.OfType<DownloadDumpRequest>().Select(r => r.Offset));
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_captured_is_refused_and_its_part_removed()
    {
        await using var host = await HostAsync();
        var other = RandomNumberGenerator.GetBytes(_content.Length);
        host.Fleet.Download = (request, stream, _) => SendAsync(other, request.Offset, other.Length, stream);

        var run = (await host.RunAsync("dump-get", "d1", "-o", Target)).Expect(1);

        Assert.Contains("is not the file that was captured", run.Complaint, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_dump_whose_file_is_gone_is_one_sentence_and_leaves_nothing()
    {
        await using var host = await HostAsync();
        host.Fleet.Download = (_, _, _) => throw new RpcException(new Status(StatusCode.FailedPrecondition, "There is no file of dump d1 any more. "));

        var run = (await host.RunAsync("dump-get", "d1", "-o", Target)).Expect(1);

        Assert.Equal("There is no file of dump d1 any more.", run.Complaint);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_dump_is_started_anew()
    {
        await File.WriteAllBytesAsync(Target + ".part", new byte[_content.Length + 1]);
        await using var host = await HostAsync();

        (await host.RunAsync("dump-get", "d1", "-o", Target)).Expect(0);

        Assert.Equal(0, host.Fleet.Single<DownloadDumpRequest>().Offset);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_file_that_exists_is_kept_unless_forced()
    {
        await File.WriteAllTextAsync(Target, "precious");
        await using var host = await HostAsync();

        var refused = (await host.RunAsync("dump-get", "d1", "-o", Target)).Expect(1);
        Assert.Equal($"{Target} exists: give another name, or --force to replace it.", refused.Complaint);
        Assert.Equal("precious", await File.ReadAllTextAsync(Target));

        (await host.RunAsync("dump-get", "d1", "-o", Target, "--force")).Expect(0);
        Assert.Equal(_content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_disk_without_room_for_the_rest_is_told_before_anything_is_fetched()
    {
        await using var host = await HostAsync(sizeBytes: long.MaxValue / 4);

        var run = (await host.RunAsync("dump-get", "d1", "-o", Target)).Expect(1);

        Assert.StartsWith($"No room for {Target}", run.Complaint, StringComparison.Ordinal);
        Assert.Empty(host.Fleet.Requests.OfType<DownloadDumpRequest>());
    }

    [Fact]
    public async Task Into_a_folder_a_dump_goes_under_its_id()
    {
        await using var host = await HostAsync();

        (await host.RunAsync("dump-get", "d1", "-o", _folder)).Expect(0);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Path.Combine(_folder, "d1.dmp")));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_told_in_one_line()
    {
        await using var host = await HostAsync();

        var run = (await host.RunAsync("dump-get", "d1", "-o", Path.Combine(_folder, "nowhere", "x.dmp"))).Expect(1);

        Assert.Contains("its folder does not exist, create it first", run.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dump_that_is_still_on_its_node_says_how_to_get_it()
    {
        await using var host = await HostAsync(DumpState.OnNode);

        var run = (await host.RunAsync("dump-get", "d1", "-o", Target)).Expect(1);

        Assert.Contains("is on dma-07, not at the coordinator: copy /var/lib/fleet-agent/dumps/d1.dmp from there", run.Complaint, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Dumps_shows_state_and_size()
    {
        await using var host = await HostAsync();
        host.Fleet.Answer<ListDumpsRequest>(new ListDumpsResponse { Dumps = { Dump(DumpState.Stored, 37 * Samples.GB / 10) } });

        var run = (await host.RunAsync("dumps")).Expect(0);

        Assert.StartsWith("d1  dma-07/4242  full  stored  3.7 GB  2 h ago    eva@desk", run.Lines[1], StringComparison.Ordinal);
    }

    private static async Task SendAsync(byte[] content, long offset, long end, IServerStreamWriter<DownloadDumpResponse> stream)
    {
        while (offset < end)
        {
            var length = (int)Math.Min(ChunkBytes, end - offset);
            await stream.WriteAsync(new DownloadDumpResponse { Offset = offset, Content = ByteString.CopyFrom(content, (int)offset, length) });
            offset += length;
        }
    }

    private Dump Dump(DumpState state, long sizeBytes) => new()
    {
        Id = "d1",
        InstanceId = Samples.IdOf(4242),
        NodeName = "dma-07",
        Instance = Samples.Process(4242),
        Kind = DumpKind.Full,
        State = state,
        SizeBytes = sizeBytes,
        Progress = state is DumpState.OnNode ? new DumpProgress { State = state, PathOnNode = "/var/lib/fleet-agent/dumps/d1.dmp" } : null,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(_content)),
        RequestedAt = Samples.Ago(TimeSpan.FromHours(2)),
        RequestedBy = "eva@desk",
    };

    private Task<FleetHost> HostAsync(DumpState state = DumpState.Stored, long? sizeBytes = null) => FleetHost.StartAsync(new FakeFleet
    {
        Download = (request, stream, _) => SendAsync(_content, request.Offset, _content.Length, stream),
    }.Answer<GetDumpRequest>(new GetDumpResponse { Dump = Dump(state, sizeBytes ?? _content.Length) }));
}
