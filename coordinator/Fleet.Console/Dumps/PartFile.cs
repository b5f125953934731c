using System.Security.Cryptography;
using Fleet.Console.CommandLine;

namespace Fleet.Console.Dumps;

/// <summary>
/// A file that arrives: <c>FILE.part</c> until it is whole and its SHA-256 agrees, then <c>FILE</c>. What is there of an earlier
/// attempt is kept and counted in.
/// </summary>
internal sealed class PartFile : IAsyncDisposable
{
    private const int BlockBytes = 1 << 20;
    private readonly string _path;
    private readonly string _partPath;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private bool _whole;

    private PartFile(string path, string partPath, FileStream file) => (_path, _partPath, _file) = (path, partPath, file);

    /// <summary>Bytes that are there: where to go on.</summary>
    public long Length { get; private set; }

    /// <summary>Opens or creates the part and reads what is in it.</summary>
    /// <exception cref="CommandFailure">It can't be, for a reason that the message tells.</exception>
    public static async Task<PartFile> OpenAsync(string path, long sizeBytes, CancellationToken cancellationToken)
    {
        var partPath = path + ".part";
        return await GuardAsync(partPath, async () =>
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,

                // Two that fetch into one file would both fail in the end: the second one fails now.
                Share = FileShare.None,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = BlockBytes,
            };
            if (!OperatingSystem.IsWindows())
            {
                // A dump holds whatever the process held, passwords included.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var part = new PartFile(path, partPath, new FileStream(partPath, options));
            await part.ReadAsync(sizeBytes, cancellationToken);
            return part;
        });
    }

    /// <exception cref="CommandFailure">The disk is full, or fails.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await GuardAsync(_partPath, async () =>
        {
            await _file.WriteAsync(content, cancellationToken);
            return true;
        });
        _hash.AppendData(content.Span);
        Length += content.Length;
    }

    /// <summary>Makes the part the file, if it is what it should be.</summary>
    /// <exception cref="CommandFailure">It is not: the part is gone then, going on with it can't help.</exception>
    public async Task CompleteAsync(string sha256, bool overwrite)
    {
        var actual = Convert.ToHexStringLower(_hash.GetCurrentHash());
        if (!string.Equals(actual, sha256, StringComparison.OrdinalIgnoreCase))
        {
            await _file.DisposeAsync();
            File.Delete(_partPath);
            throw new CommandFailure(
                $"{_path} is not the file that was captured (SHA-256 {Short(actual)} where {Short(sha256)} was expected): the part was removed, fetch it again.");
        }

        await GuardAsync(_partPath, async () =>
        {
            await _file.FlushAsync(CancellationToken.None);
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            File.Move(_partPath, _path, overwrite);
            _whole = true;
            return true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        try
        {
            await _file.DisposeAsync();
        }
        catch (IOException)
        {
            // What could not be written has been told already; the part stays as far as it got.
        }

        if (Length == 0 && !_whole)
        {
            // There is nothing to go on with.
            File.Delete(_partPath);
        }
    }

    private static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] + "…" : sha256;

    private static async Task<T> GuardAsync<T>(string path, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(FileFailures.Describe(path, e));
        }
    }

    private async Task ReadAsync(long sizeBytes, CancellationToken cancellationToken)
    {
        if (_file.Length > sizeBytes)
        {
            // Of something else.
            _file.SetLength(0);
        }

        var buffer = new byte[BlockBytes];
        while (Length < sizeBytes)
        {
            var read = await _file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BlockBytes, sizeBytes - Length)), cancellationToken);
            if (read == 0)
            {
                return;
            }

            _hash.AppendData(buffer, 0, read);
            Length += read;
        }
    }
}
