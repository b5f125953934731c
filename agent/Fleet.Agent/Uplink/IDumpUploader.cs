namespace Fleet.Agent.Uplink;

/// <summary>Brings a dump file to the coordinator.</summary>
internal interface IDumpUploader
{
    /// <summary>Uploads a file, resuming from what the coordinator has; retries until it is stored or <paramref name="cancellationToken"/> ends it.</summary>
    /// <param name="dumpId">Id of the dump, which is the id of the command that asked for it.</param>
    /// <param name="path">The file.</param>
    /// <param name="sha256">Lower-case hexadecimal.</param>
    /// <param name="progress">Bytes the coordinator has, at most about once a second.</param>
    /// <param name="cancellationToken">Ends the upload; what was sent stays for the next one.</param>
    /// <exception cref="Capture.DumpException">The coordinator does not take it.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    Task UploadAsync(string dumpId, string path, string sha256, IProgress<long> progress, CancellationToken cancellationToken);
}
