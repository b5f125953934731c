using System.Text;
using Fleet.DataMiner.Elements;

namespace Fleet.Agent.Targets.Hosting;

/// <summary>
/// Reads what is appended to a text file that another process writes. The file may not exist yet, may be emptied, and may be replaced
/// by a new one: it is read from its beginning then. No handle is kept between reads. Not thread-safe.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class FollowedLog(string path)
{
    private const int MarkBytes = 256;
    private const int BlockBytes = 64 * 1024;
    private const int LongestLine = 64 * 1024;

    private long _position;
    private long _length = -1;
    private DateTime _written;
    private byte[] _headMark = [];
    private byte[] _tailMark = [];

    /// <summary>Goes on from a position, which is the beginning of a line.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public void ContinueAt(FileStream file, long position)
    {
        _position = position;
        Mark(file);
    }

    /// <summary>Goes on from the end of the last whole line.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public void SkipToEnd()
    {
        if (!File.Exists(path))
            return;

        using var file = Open(path);
        ContinueAt(file, new ReverseLineReader(file).CommittedLength);
    }

    /// <summary>Whole lines that were appended since, without their ends.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public IReadOnlyList<string> ReadNew()
    {
        var info = new FileInfo(path);
        if (!info.Exists || (info.Length == _length && info.LastWriteTimeUtc == _written))
            return [];

        using var file = Open(path);
        if (!IsSameFile(file))
            _position = 0;
        var lines = ReadLines(file);
        Mark(file);
        _length = info.Length;
        _written = info.LastWriteTimeUtc;
        return lines;
    }

    /// <summary>Opens a log for reading beside whoever writes, renames or deletes it.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    private List<string> ReadLines(FileStream file)
    {
        List<string> lines = [];
        var buffer = new byte[BlockBytes];
        using var line = new MemoryStream();
        file.Seek(_position, SeekOrigin.Begin);
        var read = _position;
        int count;
        while ((count = file.Read(buffer)) > 0)
        {
            var block = buffer.AsSpan(0, count);
            int end;
            while ((end = block.IndexOf((byte)'\n')) >= 0)
            {
                line.Write(block[..end]);
                read += end + 1;
                // A line of absurd length is none of the logs' own.
                if (line.Length <= LongestLine)
                    lines.Add(Text(line));
                line.SetLength(0);
                block = block[(end + 1)..];
                _position = read;
            }

            read += block.Length;
            if (line.Length <= LongestLine)
                line.Write(block);
        }

        return lines;
    }

    private static string Text(MemoryStream line)
    {
        var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        return Encoding.UTF8.GetString(bytes).TrimEnd('\r');
    }

    // The same file still begins as it began, and still holds before our position what it held there.
    private bool IsSameFile(FileStream file) =>
        file.Length >= _position
        && ReadAt(file, 0, _headMark.Length).AsSpan().SequenceEqual(_headMark)
        && ReadAt(file, _position - _tailMark.Length, _tailMark.Length).AsSpan().SequenceEqual(_tailMark);

    private void Mark(FileStream file)
    {
        var length = (int)Math.Min(MarkBytes, _position);
        _headMark = ReadAt(file, 0, length);
        _tailMark = ReadAt(file, _position - length, length);
    }

    private static byte[] ReadAt(FileStream file, long offset, int count)
    {
        var bytes = new byte[count];
        file.Seek(offset, SeekOrigin.Begin);
        var got = file.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return got == count ? bytes : bytes[..got];
    }
}
