using Fleet.Agent.Capture;
using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Grpc.Core;

namespace Fleet.Agent.Tests.Uplink;

public sealed class DumpUploaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly byte[] _content = new byte[1_000_003];

    public DumpUploaderTests()
    {
        new Random(1).NextBytes(_content);
        File.WriteAllBytes(_file, _content);
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task An_upload_goes_on_from_what_the_coordinator_has_after_each_break()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = new AgentSide(coordinator.Url);
        using var received = new MemoryStream();
        var calls = 0;
        coordinator.Upload = async (requests, responses) =>
        {
            calls++;
            await requests.MoveNext();
            Assert.Equal(("d1", _content.Length, "abc"), (requests.Current.Header.DumpId, requests.Current.Header.SizeBytes, requests.Current.Header.Sha256));
            await responses.WriteAsync(new UploadDumpResponse { Offset = received.Length });
            while (received.Length < _content.Length && await requests.MoveNext())
            {
                var chunk = requests.Current.Chunk;
                Assert.Equal(received.Length, chunk.Offset);
                Assert.InRange(chunk.Content.Length, 1, 64 << 10);
                received.Write(chunk.Content.Span);
                if (calls < 3 && received.Length > calls * 300_000)
                    throw new RpcException(new Status(StatusCode.Unavailable, "restarting"));
            }

            await responses.WriteAsync(new UploadDumpResponse { Offset = received.Length, Stored = true });
        };

        var progress = new Reports();
        await agent.Uploader.UploadAsync("d1", _file, "abc", progress, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(3, calls);
        Assert.Equal(_content, received.ToArray());
        Assert.Equal(new UploadProgress(0, ""), progress.All[0]);
        Assert.Equal(["restarting", "restarting"], progress.All.Where(p => p.HeldUp.Length > 0).Select(p => p.HeldUp));
        Assert.Equal(new UploadProgress(_content.Length, ""), progress.All[^1]);
    }

    [Fact]
    public async Task An_upload_goes_on_after_each_cut_of_the_line()
    {
        const int Cuts = 12;
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = new AgentSide(coordinator.Url);
        using var received = new MemoryStream();
        var calls = 0;
        coordinator.Upload = async (requests, responses) =>
        {
            calls++;
            await requests.MoveNext();
            await responses.WriteAsync(new UploadDumpResponse { Offset = received.Length });
            while (received.Length < _content.Length && await requests.MoveNext())
            {
                received.Write(requests.Current.Chunk.Content.Span);
                if (calls <= Cuts)
                {
                    coordinator.CutUpload();
                    return;
                }
            }

            await responses.WriteAsync(new UploadDumpResponse { Offset = received.Length, Stored = true });
        };

        await agent.Uploader.UploadAsync("d1", _file, "abc", new Reports(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(Cuts + 1, calls);
        Assert.Equal(_content, received.ToArray());
    }

    [Fact]
    public async Task A_dump_that_can_not_be_read_fails_with_its_name()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = new AgentSide(coordinator.Url);
        var missing = _file + ".gone";

        var failure = await Assert.ThrowsAnyAsync<IOException>(
            () => agent.Uploader.UploadAsync("d1", missing, "abc", new Reports(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_of_what_is_stored_already_sends_nothing()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = new AgentSide(coordinator.Url);
        coordinator.Upload = async (requests, responses) =>
        {
            await requests.MoveNext();
            await responses.WriteAsync(new UploadDumpResponse { Offset = _content.Length, Stored = true });
        };
        var progress = new Reports();
        await agent.Uploader.UploadAsync("d1", _file, "abc", progress, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([new UploadProgress(_content.Length, "")], progress.All);
    }

    [Fact]
    public async Task A_coordinator_without_room_is_told_in_its_own_words_until_there_is_room()
    {
        const string Full = "The coordinator has no room: free 1 GB there.";
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = new AgentSide(coordinator.Url);
        var calls = 0;
        coordinator.Upload = async (requests, responses) =>
        {
            await requests.MoveNext();
            if (++calls < 3)
                throw new RpcException(new Status(StatusCode.ResourceExhausted, Full));
            await responses.WriteAsync(new UploadDumpResponse { Offset = _content.Length, Stored = true });
        };
        var progress = new Reports();

        await agent.Uploader.UploadAsync("d1", _file, "abc", progress, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        var full = new UploadProgress(0, Full.TrimEnd('.'));
        Assert.Equal([full, full, new UploadProgress(_content.Length, "")], progress.All);
    }

    [Fact]
    public async Task An_upload_that_nobody_asked_for_fails_with_the_coordinators_words()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        await using var agent = new AgentSide(coordinator.Url);
        var refusal = await Assert.ThrowsAsync<DumpException>(
            () => agent.Uploader.UploadAsync("d1", _file, "abc", new Reports(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("Nobody asked for that dump.", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class Reports : IProgress<UploadProgress>
    {
        public List<UploadProgress> All { get; } = [];

        public void Report(UploadProgress value) => All.Add(value);
    }
}
