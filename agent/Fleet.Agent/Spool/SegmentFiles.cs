using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Agent.Spool;

/// <summary>The segments of a spool: one that is written to, and closed ones before it, oldest first. Not thread-safe.</summary>
internal sealed partial class SegmentFiles : IDisposable
{
    private readonly SpoolFolder _folder;
    private readonly Queue<ClosedSegment> _closed;
    private readonly ILogger _logger;
    private SafeFileHandle _writer;
    private string _path;
    private long _length;
    private bool _spoiled;

    public SegmentFiles(SpoolFolder folder, IEnumerable<ClosedSegment> closed, string path, SafeFileHandle writer, ILogger logger)
    {
        _folder = folder;
        _closed = new Queue<ClosedSegment>(closed);
        _path = path;
        _writer = writer;
        _length = RandomAccess.GetLength(writer);
        _logger = logger;
    }

    /// <summary>On disk.</summary>
    public long Bytes => _length + _closed.Sum(segment => segment.Bytes);

    /// <summary>Bytes that their disk has free for us; unbounded where it does not say.</summary>
    public long FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(_folder.FullPath).AvailableFreeSpace;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return long.MaxValue;
            }
        }
    }

    /// <summary>Starts a new segment when the record would make the present one too large, or when that one could not be repaired.</summary>
    /// <exception cref="IOException">It can't be created.</exception>
    public void MakeReady(int recordBytes, long segmentBytes, ulong next)
    {
        if (!_spoiled && (_length == 0 || _length + recordBytes <= segmentBytes))
            return;
        var fresh = _folder.Create(next);
        _closed.Enqueue(new ClosedSegment(_path, next - 1, _length));
        _writer.Dispose();
        (_writer, _path, _length, _spoiled) = (fresh, _folder.PathOf(next), 0, false);
    }

    /// <summary>Writes a record; it is on disk when this returns.</summary>
    /// <exception cref="IOException">It is not there, and nothing of it is left.</exception>
    public RecordPlace Write(ulong sequence, long now, ReadOnlySpan<byte> record)
    {
        try
        {
            RandomAccess.Write(_writer, record, _length);
            RandomAccess.FlushToDisk(_writer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CutBack();
            throw new IOException(
                $"the spool {_folder.FullPath} can't keep a summary of {record.Length} bytes ({e.Message.ReplaceLineEndings(" ")}); make room on that disk or give the agent another --data-dir",
                e);
        }

        var place = new RecordPlace(sequence, _path, _length, record.Length, now);
        _length += record.Length;
        return place;
    }

    /// <summary>Deletes the closed segments that hold nothing after a sequence.</summary>
    public void DeleteUpTo(ulong sequence)
    {
        while (_closed.TryPeek(out var oldest) && oldest.LastSequence <= sequence)
            Delete(_closed.Dequeue());
    }

    /// <summary>Deletes the oldest closed segment and says which sequence was the last in it; null when there is none.</summary>
    public ulong? DeleteOldest()
    {
        if (!_closed.TryDequeue(out var oldest))
            return null;
        Delete(oldest);
        return oldest.LastSequence;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    // A record that failed half-way must not lie before the next one.
    private void CutBack()
    {
        try
        {
            RandomAccess.SetLength(_writer, _length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _spoiled = true;
        }
    }

    private void Delete(ClosedSegment segment)
    {
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(segment.Path, e.Message);
        }
    }
}

/// <summary>A segment that is not written to any more.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="LastSequence">No record in it has a greater one.</param>
/// <param name="Bytes">On disk.</param>
internal sealed record ClosedSegment(string Path, ulong LastSequence, long Bytes);
