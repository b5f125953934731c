using System.Security.Cryptography;
using Fleet.Contracts.AgentApi;

namespace Fleet.Coordinator.Dumps;

/// <summary>A dump file on its way in, with the hash of what is there.</summary>
internal sealed class PartialDump : IAsyncDisposable
{
    private const int Block = 1 << 20;

    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartialDump(FileStream file) => _file = file;

    public long Length { get; private set; }

    /// <summary>Opens what an earlier attempt left, or begins anew; more than the announced size is not of this file.</summary>
    public static async Task<PartialDump> OpenAsync(string path, long sizeBytes, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = Block,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // it holds whatever the process held, passwords included
        var dump = new PartialDump(new FileStream(path, options));
        try
        {
            if (dump._file.Length > sizeBytes)
                dump._file.SetLength(0);

            var buffer = new byte[Block];
            int read;
            while ((read = await dump._file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                dump._hash.AppendData(buffer, 0, read);
                dump.Length += read;
            }

            return dump;
        }
        catch
        {
            await dump.DisposeAsync();
            throw;
        }
    }

    public async Task AppendAsync(UploadChunk chunk, CancellationToken cancellationToken)
    {
        await _file.WriteAsync(chunk.Content.Memory, cancellationToken);
        _hash.AppendData(chunk.Content.Span);
        Length += chunk.Content.Length;
    }

    /// <summary>Brings what is there to the disk; returns how much that is.</summary>
    public long Flush()
    {
        _file.Flush(flushToDisk: true);
        return Length;
    }

    /// <summary>Lower-case hexadecimal, of everything.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Discard()
    {
        _file.Dispose();
        File.Delete(_file.Name);
    }

    public void MoveTo(string path)
    {
        Flush();
        _file.Dispose();
        File.Move(_file.Name, path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync();
    }
}
