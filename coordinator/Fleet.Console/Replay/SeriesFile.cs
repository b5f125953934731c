using System.IO.Compression;

namespace Fleet.Console.Replay;

/// <summary>Opens a recorded series: NDJSON, or a gzip of it, told apart by content, as files are renamed.</summary>
internal static class SeriesFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The series, decompressed. Reading a gzip that is cut off ends with an <see cref="EndOfStreamException"/>.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static Stream Open(string path)
    {
        var file = new ExhaustibleFile(path);
        Span<byte> magic = stackalloc byte[2];
        var compressed = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        file.Position = 0;
        return compressed ? new CheckedGzip(file) : file;
    }

    /// <summary>Knows that it was read to its end.</summary>
    private sealed class ExhaustibleFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes, FileOptions.SequentialScan)
    {
        public bool Exhausted { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Noted(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Noted(base.Read(buffer));

        private int Noted(int read)
        {
            Exhausted = read == 0;
            return read;
        }
    }

    /// <summary>Tells a gzip that is cut off, of which what came before is as good as ever, from one that is damaged.</summary>
    private sealed class CheckedGzip(ExhaustibleFile file) : GZipStream(file, CompressionMode.Decompress)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                return base.Read(buffer, offset, count);
            }
            catch (InvalidDataException e) when (file.Exhausted)
            {
                throw new EndOfStreamException(e.Message, e);
            }
        }
    }
}
