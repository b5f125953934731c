using Fleet.Agent.Capture;
using Fleet.Contracts.AgentApi;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Uplink;

/// <inheritdoc/>
internal sealed partial class DumpUploader(
    CoordinatorChannel channel,
    NodeIdentity node,
    IOptions<UplinkOptions> options,
    TimeProvider time,
    ILogger<DumpUploader> logger) : IDumpUploader
{
    private const int ChunkBytes = 64 << 10;

    /// <inheritdoc/>
    public async Task UploadAsync(string dumpId, string path, string sha256, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
    {
        var has = 0L;
        var reconnect = Reconnect.Create(
            options.Value,
            time,
            MayPass,
            (exception, attempt, delay) =>
            {
                LogInterrupted(dumpId, Reconnect.Reason(exception), attempt, delay.TotalSeconds);
                progress.Report(new UploadProgress(has, HeldUp(exception)));
            });
        try
        {
            await reconnect.ExecuteAsync(async token => await UploadOnceAsync(dumpId, path, sha256, Came, token), cancellationToken);
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DumpException($"the coordinator does not take the dump: {exception.Status.Detail}");
        }
        catch (UnreadableDumpException exception)
        {
            throw new IOException(exception.Message, exception.InnerException);
        }

        void Came(long bytes)
        {
            has = bytes;
            progress.Report(new UploadProgress(bytes, ""));
        }
    }

    // What the coordinator says is meant for people; its status is not.
    private static string HeldUp(Exception exception) => exception is RpcException { Status: { DebugException: null, Detail: { Length: > 0 } said } }
        ? said.ReplaceLineEndings(" ").TrimEnd('.')
        : Reconnect.Reason(exception).TrimEnd('.');

    // The coordinator's own words are final; a broken line is not.
    private static bool MayPass(Exception exception) => exception is HttpRequestException or IOException
        || exception is RpcException rpc
        && rpc.StatusCode is not (StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.InvalidArgument or StatusCode.DataLoss
            or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.Unimplemented);

    private async Task UploadOnceAsync(string dumpId, string path, string sha256, Action<long> came, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var file = Open(path);
        using var call = channel.Client.UploadDump(cancellationToken: end.Token);
        var header = new UploadHeader { DumpId = dumpId, NodeId = node.NodeId, SizeBytes = file.Length, Sha256 = sha256 };
        await call.RequestStream.WriteAsync(new UploadDumpRequest { Header = header }, end.Token);
        if (!await call.ResponseStream.MoveNext(end.Token))
            throw new RpcException(new Status(StatusCode.Unavailable, "the coordinator ended the upload before it began"));

        var first = call.ResponseStream.Current;
        if (first.Offset < 0 || first.Offset > file.Length)
            throw new DumpException($"the coordinator has {first.Offset} bytes of a dump of {file.Length}; ask for another one");

        came(first.Offset);
        if (first.Stored)
            return;

        var sending = SendAsync(call.RequestStream, file, first.Offset, end.Token);
        try
        {
            var storing = StoredAsync(call.ResponseStream, came, end.Token);
            // A file that can't be read any more would leave the other side waiting for the rest of it.
            if (await Task.WhenAny(storing, sending) == sending && sending.Exception?.InnerException is UnreadableDumpException)
                await sending;
            if (!await storing)
                throw new RpcException(new Status(StatusCode.Unavailable, "the coordinator ended the upload before the file was whole"));
            await sending;
        }
        finally
        {
            await end.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task SendAsync(IClientStreamWriter<UploadDumpRequest> requests, FileStream file, long offset, CancellationToken cancellationToken)
    {
        file.Seek(offset, SeekOrigin.Begin);
        var buffer = new byte[ChunkBytes];
        while (await ReadAsync(file, buffer, cancellationToken) is var read && read > 0)
        {
            // A copy for each chunk: the transport may still hold the last one.
            var chunk = new UploadChunk { Offset = offset, Content = ByteString.CopyFrom(buffer, 0, read) };
            await requests.WriteAsync(new UploadDumpRequest { Chunk = chunk }, cancellationToken);
            offset += read;
        }

        await requests.CompleteAsync();
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, ChunkBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDumpException(exception);
        }
    }

    private static async Task<int> ReadAsync(FileStream file, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new UnreadableDumpException(exception);
        }
    }

    private async Task<bool> StoredAsync(IAsyncStreamReader<UploadDumpResponse> responses, Action<long> came, CancellationToken cancellationToken)
    {
        var told = time.GetTimestamp();
        while (await responses.MoveNext(cancellationToken))
        {
            if (responses.Current.Stored)
            {
                came(responses.Current.Offset);
                return true;
            }

            if (time.GetElapsedTime(told) < TimeSpan.FromSeconds(1))
                continue;
            told = time.GetTimestamp();
            came(responses.Current.Offset);
        }

        return false;
    }

    // A line that breaks is told of by an IOException, too; that passes, an unreadable file does not.
    private sealed class UnreadableDumpException(Exception cause) : Exception(cause.Message, cause);

    [LoggerMessage(EventId = 6201, Level = LogLevel.Warning, Message = "The upload of dump {DumpId} was interrupted ({Reason}); try {Attempt} follows in {Seconds:F1} s")]
    private partial void LogInterrupted(string dumpId, string reason, int attempt, double seconds);
}
