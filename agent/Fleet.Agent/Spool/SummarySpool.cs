using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;
using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

/// <summary>
/// Keeps summaries on disk until the coordinator has committed them. Bounded in bytes and age; whatever ends the process, every
/// <see cref="Append"/> that returned is there afterwards. Thread-safe.
/// </summary>
public sealed partial class SummarySpool : IDisposable
{
    private const int MostSegments = 16;

    private readonly SpoolOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SpoolFolder _folder;
    private readonly SpoolLock _lock;
    private readonly AcknowledgedMark _mark;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, RecordPlace> _waiting = [];
    private readonly Queue<Segment> _closed = [];
    private FileStream _writer;
    private ulong _last;
    private ulong _acknowledged;
    private long _dropped;
    private long _damaged;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SummarySpool(string directory, SpoolOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _folder = new SpoolFolder(directory);
        _lock = SpoolLock.Take(_folder.FullPath);
        _mark = new AcknowledgedMark(Path.Combine(_folder.FullPath, "acknowledged"));
        _acknowledged = _mark.Read();
        _writer = Recover();
        _last = Math.Max(_last, _acknowledged);
    }

    /// <summary>Identity of the spool; a new directory has a new one.</summary>
    public string SpoolId => _folder.SpoolId;

    /// <summary>How it fares.</summary>
    public SpoolStatistics Statistics
    {
        get
        {
            lock (_gate)
                return new SpoolStatistics(BytesOnDisk(), _waiting.Count, _dropped, _damaged, _last, _acknowledged);
        }
    }

    /// <summary>Opens a spool, and recovers what an unclean end left.</summary>
    /// <exception cref="IOException">The directory can't be used, or another agent uses it.</exception>
    public static SummarySpool Open(string directory, SpoolOptions options, TimeProvider time, ILogger logger) => new(directory, options, time, logger);

    /// <summary>Appends a summary and returns its sequence once it is on disk.</summary>
    /// <exception cref="IOException">It could not be written, and is not there; the spool is as it was.</exception>
    public ulong Append(InstanceSummary summary)
    {
        var payload = SummaryRecordCodec.Encode(summary);
        lock (_gate)
        {
            var sequence = _last + 1;
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var record = RecordFormat.Write(sequence, now, payload);
            MakeRoom(record.Length, now);
            var place = new RecordPlace(sequence, _writer.Name, _writer.Length, record.Length, now);
            try
            {
                _writer.Seek(place.Offset, SeekOrigin.Begin);
                _writer.Write(record);
                _writer.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                _writer.SetLength(place.Offset);
                throw;
            }

            _last = sequence;
            _waiting.Add(sequence, place);
            _appended.TrySetResult();
            _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return sequence;
        }
    }

    /// <summary>The oldest summary after <paramref name="sequence"/> that waits for its ack; null when there is none yet.</summary>
    /// <exception cref="IOException">The disk can't be read.</exception>
    public SpoolRecord? Next(ulong sequence)
    {
        lock (_gate)
        {
            while (FirstAfter(sequence) is { } place)
            {
                if (Read(place) is { } record)
                    return record;
                _waiting.Remove(place.Sequence);
                _damaged++;
                LogDamagedRecord(place.Sequence, place.Segment);
            }

            return null;
        }
    }

    /// <summary>Returns when there is a summary after <paramref name="sequence"/>.</summary>
    public async Task WaitAsync(ulong sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task appended;
            lock (_gate)
            {
                if (FirstAfter(sequence) is not null)
                    return;
                appended = _appended.Task;
            }

            await appended.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Everything up to this sequence is committed: it need not be kept.</summary>
    public void Acknowledge(ulong sequence)
    {
        lock (_gate)
        {
            if (sequence <= _acknowledged)
                return;
            _acknowledged = Math.Min(sequence, _last);
            _mark.Write(_acknowledged);
            while (_waiting.Count > 0 && _waiting.First().Key is var oldest && oldest <= _acknowledged)
                _waiting.Remove(oldest);
            DeleteSettledSegments();
        }
    }

    /// <summary>Gives up one summary that can't be sent.</summary>
    public void Drop(ulong sequence)
    {
        lock (_gate)
        {
            if (_waiting.Remove(sequence))
                _dropped++;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _lock.Dispose();
    }

    private long SegmentBytes => Math.Max(_options.MaximumBytes / MostSegments, 64 << 10);

    private FileStream Recover()
    {
        var segments = _folder.Segments();
        for (var i = 0; i < segments.Count; i++)
        {
            var (path, first) = segments[i];
            var scan = SegmentScan.Of(path);
            _damaged += scan.DamagedStretches;
            foreach (var place in scan.Records.Where(place => place.Sequence > _acknowledged))
                _waiting[place.Sequence] = place;
            _last = Math.Max(_last, scan.Records.Count > 0 ? scan.Records[^1].Sequence : first - 1);
            if (scan.DamagedStretches > 0)
                LogDamagedSegment(path, scan.DamagedStretches);
            if (i < segments.Count - 1)
            {
                _closed.Enqueue(new Segment(path, _last));
                continue;
            }

            var writer = SpoolFolder.Continue(path);
            if (writer.Length > scan.SoundLength)
            {
                LogTornRecord(path, writer.Length - scan.SoundLength);
                writer.SetLength(scan.SoundLength);
                writer.Flush(flushToDisk: true);
            }

            return writer;
        }

        _last = _acknowledged;
        return _folder.Create(_last + 1);
    }

    private void MakeRoom(int bytes, long now)
    {
        if (_writer.Length > 0 && _writer.Length + bytes > SegmentBytes)
        {
            var fresh = _folder.Create(_last + 1);
            _closed.Enqueue(new Segment(_writer.Name, _last));
            _writer.Dispose();
            _writer = fresh;
        }

        var oldest = now - (long)_options.MaximumAge.TotalMilliseconds;
        while (_waiting.Count > 0 && _waiting.First().Value.AppendedAt < oldest)
            GiveUp(_waiting.First().Key);
        DeleteSettledSegments();
        while (_closed.Count > 0 && BytesOnDisk() + bytes > _options.MaximumBytes)
        {
            var segment = _closed.Dequeue();
            while (_waiting.Count > 0 && _waiting.First().Key is var sequence && sequence <= segment.LastSequence)
                GiveUp(sequence);
            File.Delete(segment.Path);
        }
    }

    private void GiveUp(ulong sequence)
    {
        _waiting.Remove(sequence);
        _dropped++;
        LogGivenUp(sequence);
    }

    // The newest segment stays: its name keeps sequences from going backwards.
    private void DeleteSettledSegments()
    {
        var oldestWaiting = _waiting.Count > 0 ? _waiting.First().Key : ulong.MaxValue;
        while (_closed.Count > 0 && _closed.Peek().LastSequence < oldestWaiting)
            File.Delete(_closed.Dequeue().Path);
    }

    private long BytesOnDisk() => _writer.Length + _closed.Sum(segment => new FileInfo(segment.Path).Length);

    private RecordPlace? FirstAfter(ulong sequence)
    {
        foreach (var (key, place) in _waiting)
        {
            if (key > sequence)
                return place;
        }

        return null;
    }

    private static SpoolRecord? Read(RecordPlace place)
    {
        var record = new byte[place.Bytes];
        using var handle = File.OpenHandle(place.Segment, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.Read(handle, record, place.Offset) != record.Length || !RecordFormat.IsSound(record))
            return null;
        try
        {
            return new SpoolRecord(place.Sequence, SummaryRecordCodec.Decode(record.AsSpan(RecordFormat.HeaderBytes)));
        }
        catch (InvalidDataException)
        {
            // Written by a version that this one can't read.
            return null;
        }
    }

    private sealed record Segment(string Path, ulong LastSequence);
}
