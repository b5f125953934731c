using Fleet.Agent.Capture;
using Fleet.Agent.Uplink;
using Fleet.Contracts.AgentApi;
using Fleet.Contracts.Codec;
using Microsoft.Extensions.Options;

namespace Fleet.Agent.Commands;

/// <summary>A dump on command: capture, hash, and upload when that is asked for. Each step is gone on with after a restart.</summary>
internal sealed class DumpCommand(
    CommandTarget target, IDumpCapture capture, DumpStore store, IDumpUploader uploader, IOptions<CaptureOptions> options) : ICommandAction
{
    private const int MostAttempts = 2;

    /// <inheritdoc/>
    public Command.ActionOneofCase Kind => Command.ActionOneofCase.Dump;

    /// <inheritdoc/>
    public async Task CarryOutAsync(CommandProgress progress, CancellationToken cancellationToken)
    {
        var id = progress.Command.Id;
        store.Hold(id);
        try
        {
            var dump = await CaptureOrResumeAsync(progress, cancellationToken);
            if (!progress.Command.Dump.Upload)
            {
                progress.Keep(CommandState.Succeeded, $"on the node: {dump.Path}", Told(dump, DumpState.OnNode, dump.Bytes));
                return;
            }

            progress.Keep(CommandState.Running, "uploading", Told(dump, DumpState.Uploading, 0));
            var sent = new Relay<UploadProgress>(upload => progress.Pass(
                CommandState.Running,
                upload.HeldUp.Length > 0 ? $"{upload.HeldUp}; the dump stays on the node meanwhile, and is tried again by itself" : "uploading",
                Told(dump, DumpState.Uploading, upload.Bytes, upload.HeldUp.Length > 0)));
            await uploader.UploadAsync(id, dump.Path, dump.Sha256, sent, cancellationToken);
            progress.Keep(CommandState.Succeeded, "stored", Told(dump, DumpState.Stored, dump.Bytes));
            if (!options.Value.KeepUploaded)
                store.Remove(id);
        }
        catch (DumpException exception)
        {
            throw new CommandFailedException(exception.Message);
        }
        finally
        {
            store.Release(id);
        }
    }

    private async Task<CapturedDump> CaptureOrResumeAsync(CommandProgress progress, CancellationToken cancellationToken)
    {
        var kept = progress.Entry.Update.Dump;
        if (kept is { State: DumpState.OnNode or DumpState.Uploading })
        {
            return File.Exists(kept.PathOnNode)
                ? new CapturedDump(kept.PathOnNode, new FileInfo(kept.PathOnNode).Length, kept.Sha256)
                : throw new CommandFailedException($"the dump {kept.PathOnNode} was removed before it was uploaded; ask for another one");
        }

        var dump = progress.Entry.Attempt > 0 ? await capture.RecoverAsync(progress.Command.Id, progress.Command.Instance.ToIdentity(), cancellationToken) : null;
        dump ??= await CaptureAsync(progress, cancellationToken);
        progress.Keep(CommandState.Running, "on the node", Told(dump, DumpState.OnNode, dump.Bytes));
        return dump;
    }

    private async Task<CapturedDump> CaptureAsync(CommandProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Entry.Attempt >= MostAttempts)
            throw new CommandFailedException($"the agent ended {MostAttempts} times in the middle of this dump; see the node's logs before asking again");

        var process = target.Of(progress.Command);
        progress.BeginAttempt();
        progress.Keep(CommandState.Running, "capturing", new DumpProgress { State = DumpState.Capturing });
        var request = new DumpRequest(progress.Command.Id, process, progress.Command.Dump.Kind);
        var written = new Relay<DumpBytes>(bytes => progress.Pass(
            CommandState.Running,
            "capturing",
            new DumpProgress { State = DumpState.Capturing, BytesDone = bytes.Done, BytesTotal = bytes.Expected }));
        return await capture.CaptureAsync(request, written, cancellationToken);
    }

    private static DumpProgress Told(CapturedDump dump, DumpState state, long done, bool heldUp = false) => new()
    {
        State = state,
        BytesDone = done,
        BytesTotal = dump.Bytes,
        Sha256 = dump.Sha256,
        PathOnNode = dump.Path,
        HeldUp = heldUp,
    };

    // Unlike Progress<T> it calls at once and in order: a late word must not overtake the final one.
    private sealed class Relay<T>(Action<T> take) : IProgress<T>
    {
        public void Report(T value) => take(value);
    }
}
