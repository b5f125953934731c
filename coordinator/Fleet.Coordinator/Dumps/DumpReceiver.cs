using Fleet.Contracts.AgentApi;
using Fleet.Contracts.ConsoleApi;
using Fleet.Coordinator.Configuration;
using Fleet.Coordinator.Telemetry;
using Grpc.Core;

namespace Fleet.Coordinator.Dumps;

/// <summary>Takes dump files in from agents: from where the last attempt ended, and into the store only when the hash agrees.</summary>
internal sealed partial class DumpReceiver(
    IGrainFactory grains,
    DumpStore store,
    GatewayOptions gateway,
    CoordinatorMeter meter,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DumpReceiver> logger)
{
    private const int LargestChunk = 1 << 20;
    private const long TellEvery = 4 << 20;

    private readonly ILogger<DumpReceiver> _logger = logger;

    public async Task ReceiveAsync(IAsyncStreamReader<UploadDumpRequest> requests, IServerStreamWriter<UploadDumpResponse> responses, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await using var silence = time.CreateTimer(_ => patience.Cancel(), null, gateway.IdleTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            await ReceiveAsync(requests, responses, silence, patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Refused(StatusCode.Unavailable, lifetime.ApplicationStopping.IsCancellationRequested
                ? "The coordinator is stopping; call again to go on with the upload."
                : $"Nothing came for {gateway.IdleTimeout.TotalSeconds:F0} s; call again to go on with the upload.");
        }
    }

    private async Task ReceiveAsync(
        IAsyncStreamReader<UploadDumpRequest> requests, IServerStreamWriter<UploadDumpResponse> responses, ITimer silence, CancellationToken cancellationToken)
    {
        if (!await requests.MoveNext(cancellationToken) || requests.Current.Header is not { } header)
            throw Refused(StatusCode.InvalidArgument, "An upload begins with a header.");

        var dump = await FindAsync(header, cancellationToken);
        if (dump.State == DumpState.Stored)
        {
            await responses.WriteAsync(new UploadDumpResponse { Offset = dump.SizeBytes, Stored = true }, cancellationToken);
            return;
        }

        using var hold = store.TryTake(header.DumpId) ?? throw Refused(StatusCode.Aborted, $"Dump {header.DumpId} is being uploaded already; wait for that upload to end.");
        if (store.Refuse(header.DumpId, header.SizeBytes) is { } reason)
            throw Refused(StatusCode.ResourceExhausted, reason);

        try
        {
            await TakeInAsync(header, requests, responses, silence, cancellationToken);
        }
        catch (IOException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogDiskFailed(header.DumpId, e.Message);
            throw Refused(StatusCode.Unavailable, $"The coordinator can't write the dump into {store.Directory}: {e.Message.TrimEnd('.')}; see that there is room and that it may write there.");
        }
    }

    private async Task TakeInAsync(
        UploadHeader header,
        IAsyncStreamReader<UploadDumpRequest> requests,
        IServerStreamWriter<UploadDumpResponse> responses,
        ITimer silence,
        CancellationToken cancellationToken)
    {
        await using var part = await PartialDump.OpenAsync(store.PartOf(header.DumpId), header.SizeBytes, cancellationToken);
        LogBegun(header.DumpId, header.SizeBytes, part.Length);
        await responses.WriteAsync(new UploadDumpResponse { Offset = part.Length }, cancellationToken);
        var told = part.Length;
        while (part.Length < header.SizeBytes && await requests.MoveNext(cancellationToken))
        {
            silence.Change(gateway.IdleTimeout, Timeout.InfiniteTimeSpan);
            await part.AppendAsync(Checked(requests.Current, part.Length, header), cancellationToken);
            meter.UploadBytes(requests.Current.Chunk.Content.Length);
            if (part.Length - told < TellEvery)
                continue;

            told = part.Flush();
            await responses.WriteAsync(new UploadDumpResponse { Offset = told }, cancellationToken);
        }

        if (part.Length < header.SizeBytes)
        {
            LogInterrupted(header.DumpId, part.Flush(), header.SizeBytes);
            return;
        }

        await FinishAsync(header, part, cancellationToken);
        await responses.WriteAsync(new UploadDumpResponse { Offset = header.SizeBytes, Stored = true }, cancellationToken);
    }

    private async Task FinishAsync(UploadHeader header, PartialDump part, CancellationToken cancellationToken)
    {
        var hash = part.Hash();
        if (!string.Equals(hash, header.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            part.Discard();
            LogHashDiffers(header.DumpId, hash, header.Sha256);
            throw Refused(StatusCode.DataLoss, $"Dump {header.DumpId} arrived with SHA-256 {hash} instead of {header.Sha256} and was discarded; upload it again from the start.");
        }

        part.MoveTo(store.FileOf(header.DumpId));
        await grains.GetGrain<IDumpGrain>(header.DumpId).Stored(header.SizeBytes, hash, cancellationToken);
        meter.UploadStored();
        LogStored(header.DumpId, header.SizeBytes);
    }

    private async Task<Dump> FindAsync(UploadHeader header, CancellationToken cancellationToken)
    {
        var dump = DumpStore.IsId(header.DumpId) ? await grains.GetGrain<IDumpGrain>(header.DumpId).Describe(cancellationToken) : null;
        if (dump is null)
            throw Refused(StatusCode.NotFound, $"Nobody asked for a dump {header.DumpId}.");
        if (dump.Instance.NodeId != header.NodeId)
            throw Refused(StatusCode.PermissionDenied, $"Dump {header.DumpId} was asked of another node.");
        if (header.SizeBytes <= 0 || header.Sha256.Length != 64)
            throw Refused(StatusCode.InvalidArgument, $"The header of dump {header.DumpId} needs a size and a SHA-256 in hexadecimal.");
        if (dump.State == DumpState.Expired)
            throw Refused(StatusCode.FailedPrecondition, $"Dump {header.DumpId} was stored once and has expired.");
        return dump;
    }

    private static UploadChunk Checked(UploadDumpRequest request, long offset, UploadHeader header)
    {
        if (request.Chunk is not { } chunk)
            throw Refused(StatusCode.InvalidArgument, "After its header an upload holds chunks only.");
        if (chunk.Offset != offset)
            throw Refused(StatusCode.InvalidArgument, $"A chunk at {chunk.Offset} came where {offset} is next.");
        if (chunk.Content.Length is 0 or > LargestChunk || offset + chunk.Content.Length > header.SizeBytes)
            throw Refused(StatusCode.InvalidArgument, $"A chunk of {chunk.Content.Length} bytes at {offset} does not fit a dump of {header.SizeBytes} bytes.");
        return chunk;
    }

    private static RpcException Refused(StatusCode code, string reason) => new(new Status(code, reason));

    [LoggerMessage(1601, LogLevel.Information, "Dump {Id} comes in: {Size} bytes, {Offset} of them are here.")]
    private partial void LogBegun(string id, long size, long offset);

    [LoggerMessage(1602, LogLevel.Information, "The upload of dump {Id} was interrupted at {Offset} of {Size} bytes.")]
    private partial void LogInterrupted(string id, long offset, long size);

    [LoggerMessage(1603, LogLevel.Warning, "Dump {Id} is discarded: its SHA-256 is {Hash} and should be {Expected}.")]
    private partial void LogHashDiffers(string id, string hash, string expected);

    [LoggerMessage(1604, LogLevel.Information, "Dump {Id} is stored, {Size} bytes.")]
    private partial void LogStored(string id, long size);

    [LoggerMessage(1605, LogLevel.Error, "Dump {Id} can't be written: {Reason}")]
    private partial void LogDiskFailed(string id, string reason);
}
