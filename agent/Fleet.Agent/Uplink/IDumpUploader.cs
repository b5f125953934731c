namespace Fleet.Agent.Uplink;

/// <summary>Brings a dump file to the coordinator.</summary>
internal interface IDumpUploader
{
    /// <summary>Uploads a file, resuming from what the coordinator has; retries until it is stored or <paramref name="cancellationToken"/> ends it.</summary>
    /// <param name="dumpId">Id of the dump, which is the id of the command that asked for it.</param>
    /// <param name="path">The file.</param>
    /// <param name="sha256">Lower-case hexadecimal.</param>
    /// <param name="progress">Told at most about once a second while it comes on, and of every interruption.</param>
    /// <param name="cancellationToken">Ends the upload; what was sent stays for the next one.</param>
    /// <exception cref="Capture.DumpException">The coordinator does not take it.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    Task UploadAsync(string dumpId, string path, string sha256, IProgress<UploadProgress> progress, CancellationToken cancellationToken);
}

/// <summary>How an upload comes on.</summary>
/// <param name="Bytes">What the coordinator has of the file.</param>
/// <param name="HeldUp">Why it does not come on just now, one line; empty while it does.</param>
internal readonly record struct UploadProgress(long Bytes, string HeldUp);
