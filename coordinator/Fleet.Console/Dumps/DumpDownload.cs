using Fleet.Console.CommandLine;
using Fleet.Console.Coordinator;
using Fleet.Contracts.ConsoleApi;
using Grpc.Core;

namespace Fleet.Console.Dumps;

/// <summary>Brings one stored dump here, going on after interruptions of the connection.</summary>
internal sealed class DumpDownload(CoordinatorClient coordinator, TimeProvider clock)
{
    private const int AttemptsWithoutProgress = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Appends to the part until it has <paramref name="sizeBytes"/>.</summary>
    /// <exception cref="RpcException">The coordinator says no, or was away for too long.</exception>
    /// <exception cref="CommandFailure">It can't be written, or the stream does not make sense.</exception>
    public async Task RunAsync(string dumpId, long sizeBytes, PartFile part, IProgress<long> progress, CancellationToken cancellationToken)
    {
        progress.Report(part.Length);
        for (var attempt = 1; part.Length < sizeBytes;)
        {
            var before = part.Length;
            try
            {
                await StreamAsync(dumpId, sizeBytes, part, progress, cancellationToken);
                if (part.Length < sizeBytes)
                {
                    throw new CommandFailure($"The coordinator ended dump {dumpId} at {part.Length} of {sizeBytes} bytes: run the same command again, it goes on there.");
                }
            }
            catch (RpcException e) when (CoordinatorFailures.IsPassing(e) && attempt < AttemptsWithoutProgress && !cancellationToken.IsCancellationRequested)
            {
                attempt = part.Length > before ? 1 : attempt + 1;
                await Task.Delay(FirstPause * (1 << attempt), clock, cancellationToken);
            }
        }
    }

    private async Task StreamAsync(string dumpId, long sizeBytes, PartFile part, IProgress<long> progress, CancellationToken cancellationToken)
    {
        using var call = coordinator.Service.DownloadDump(
            new DownloadDumpRequest { DumpId = dumpId, Offset = part.Length }, cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var chunk = call.ResponseStream.Current;
            if (chunk.Content.IsEmpty)
            {
                continue;
            }

            if (chunk.Offset != part.Length || chunk.Content.Length > sizeBytes - part.Length)
            {
                throw new CommandFailure(
                    $"The coordinator sent bytes {chunk.Offset} to {chunk.Offset + chunk.Content.Length} of dump {dumpId} where {part.Length} to {sizeBytes} were left: run the same command again.");
            }

            await part.AppendAsync(chunk.Content.Memory, cancellationToken);
            progress.Report(part.Length);
        }
    }
}
