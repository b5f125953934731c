using System.Text;

namespace Fleet.DataMiner.Elements;

/// <summary>
/// Reads the lines of a growing UTF-8 text from the last to the first, in blocks: the newest lines of a log that is gigabytes long cost
/// the newest blocks only. Not thread-safe; the stream stays open.
/// </summary>
public sealed class ReverseLineReader
{
    private const int BlockBytes = 32 * 1024;
    private const byte LineFeed = (byte)'\n';

    private readonly Stream _stream;
    private readonly int _longestLine;
    private byte[] _buffer = new byte[BlockBytes];
    // The bytes [_blockStart, _blockStart + _unread) of the stream are in _buffer[0 .. _unread).
    private long _blockStart;
    private int _unread;
    private bool _skipping;
    private bool _done;

    /// <summary>A reader at the end of what the stream holds now; what is appended later is not seen.</summary>
    /// <param name="stream">Readable and seekable.</param>
    /// <param name="longestLine">Bytes; longer lines are left out and counted in <see cref="SkippedLines"/>.</param>
    /// <exception cref="ArgumentException">The stream can't seek.</exception>
    public ReverseLineReader(Stream stream, int longestLine = 64 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longestLine);
        if (!stream.CanSeek)
            throw new ArgumentException("The stream must be seekable to be read from its end.", nameof(stream));

        _stream = stream;
        _longestLine = longestLine;
        _blockStart = stream.Length;
        CommittedLength = FindCommittedLength();
    }

    /// <summary>
    /// Bytes up to and including the last line end. What follows is a line that is still being written: it is not returned, and a
    /// follower goes on from here.
    /// </summary>
    public long CommittedLength { get; }

    /// <summary>Lines left out because they were too long.</summary>
    public int SkippedLines { get; private set; }

    /// <summary>The next line upwards, without its end; null at the beginning of the text.</summary>
    public string? ReadLine()
    {
        while (!_done)
        {
            var line = NextLine();
            if (line is not null)
                return line;
        }

        return null;
    }

    private string? NextLine()
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _unread).LastIndexOf(LineFeed);
            if (end >= 0)
            {
                var line = _skipping ? null : Decode(_buffer.AsSpan(end + 1, _unread - end - 1), atStart: false);
                _skipping = false;
                _unread = end;
                return line;
            }

            if (_blockStart == 0)
            {
                _done = true;
                return _skipping ? null : Decode(_buffer.AsSpan(0, _unread), atStart: true);
            }

            if (_unread > _longestLine)
            {
                // Forget what we hold of it and go on looking for its beginning.
                if (!_skipping)
                    SkippedLines++;
                _skipping = true;
                _unread = 0;
            }

            LoadBlockBefore();
        }
    }

    private string? Decode(ReadOnlySpan<byte> line, bool atStart)
    {
        if (atStart && line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        if (line.Length <= _longestLine)
            return Encoding.UTF8.GetString(line);

        SkippedLines++;
        return null;
    }

    private long FindCommittedLength()
    {
        while (_blockStart > 0)
        {
            _unread = 0;
            LoadBlockBefore();
            var end = _buffer.AsSpan(0, _unread).LastIndexOf(LineFeed);
            if (end < 0)
                continue;

            // The line end itself is given up, so that the first line read is the one before it.
            _unread = end;
            return _blockStart + end + 1;
        }

        _done = true;
        return 0;
    }

    private void LoadBlockBefore()
    {
        var bytes = (int)Math.Min(BlockBytes, _blockStart);
        if (_buffer.Length < bytes + _unread)
            Array.Resize(ref _buffer, Math.Max(bytes + _unread, _buffer.Length * 2));

        _buffer.AsSpan(0, _unread).CopyTo(_buffer.AsSpan(bytes));
        _blockStart -= bytes;
        _stream.Seek(_blockStart, SeekOrigin.Begin);
        _stream.ReadExactly(_buffer, 0, bytes);
        _unread += bytes;
    }
}
