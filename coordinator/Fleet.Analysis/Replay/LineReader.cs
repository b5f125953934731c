namespace Fleet.Analysis.Replay;

/// <summary>
/// Cuts a stream of UTF-8 into lines without copying them: a line lies in the buffer until the next is asked for. The buffer grows to the
/// longest line.
/// </summary>
internal sealed class LineReader(Stream stream)
{
    private const int FirstBuffer = 1 << 20;
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _ended;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line, without its end; false when there is none.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            if (rest[searched..].IndexOf(LineFeed) is >= 0 and var at)
            {
                line = rest[..(searched + at)];
                _start += line.Length + 1;
                line = Trim(line);
                return true;
            }

            searched = rest.Length;
            if (_ended)
            {
                line = rest;
                _start = _end;
                if (line.IsEmpty)
                    return false;

                line = Trim(line);
                return true;
            }

            Fill();
        }
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (Number++ == 0 && line.StartsWith(ByteOrderMark))
            line = line[ByteOrderMark.Length..];
        return line is [.., CarriageReturn] ? line[..^1] : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, checked(2 * _buffer.Length));

        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _ended = read == 0;
    }
}
