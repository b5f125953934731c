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
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SpoolLock _lock;
    private readonly SegmentFiles _segments;
    private readonly AcknowledgedMark _mark;
    private readonly Lock _gate = new();
    private readonly WaitingRecords _waiting = new();
    private readonly SpoolBounds _bounds;
    private ulong _last;
    private ulong _acknowledged;
    private long _unsendable;
    private long _damaged;
    private RefusedRecord? _refused;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SummarySpool(string directory, SpoolLock directoryLock, SpoolOptions options, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _lock = directoryLock;
        _mark = new AcknowledgedMark(Path.Combine(directory, "acknowledged"));
        _acknowledged = _mark.Read();
        var folder = new SpoolFolder(directory);
        SpoolId = folder.SpoolId;
        var recovery = new SpoolRecovery(folder, logger);
        _segments = recovery.Run(_acknowledged);
        _bounds = new SpoolBounds(options, _segments, _waiting, logger);
        _last = recovery.LastSequence;
        _damaged = recovery.Damaged;
        foreach (var place in recovery.Records.Where(place => place.Sequence > _acknowledged))
            _waiting.Add(place);
    }

    /// <summary>Identity of the spool; a new directory has a new one.</summary>
    public string SpoolId { get; }

    /// <summary>How it fares.</summary>
    public SpoolStatistics Statistics
    {
        get
        {
            lock (_gate)
                return new SpoolStatistics(_segments.Bytes, _waiting.Count, _unsendable + _bounds.GivenUp, _damaged, _last, _acknowledged);
        }
    }

    /// <summary>
    /// Why a summary could not be kept now: the last one could not, and the disk still has no room for it. Null when it may be kept, as far
    /// as is known.
    /// </summary>
    public string? Refusal
    {
        get
        {
            lock (_gate)
                return _refused is { } refused && _segments.FreeBytes < refused.Bytes ? refused.Reason : null;
        }
    }

    /// <summary>Opens a spool, and recovers what an unclean end left.</summary>
    /// <exception cref="IOException">The directory can't be used, or another agent uses it; the message says which.</exception>
    public static SummarySpool Open(string directory, SpoolOptions options, TimeProvider time, ILogger logger)
    {
        var path = Directory.CreateDirectory(directory).FullName;
        var directoryLock = SpoolLock.Take(path);
        try
        {
            return new SummarySpool(path, directoryLock, options, time, logger);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Appends a summary and returns its sequence once it is on disk.</summary>
    /// <exception cref="IOException">It could not be written, or is too large, and is not there; the message says what to do.</exception>
    /// <exception cref="ArgumentException">A row that no heap has.</exception>
    public ulong Append(InstanceSummary summary)
    {
        var payload = Encode(summary);
        lock (_gate)
        {
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var record = RecordFormat.Write(_last + 1, now, payload);
            var place = Write(now, record);
            _waiting.Add(place);
            _appended.TrySetResult();
            _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return place.Sequence;
        }
    }

    /// <summary>The oldest summary after <paramref name="sequence"/> that waits for its ack; null when there is none yet.</summary>
    /// <exception cref="IOException">The disk can't be read.</exception>
    public SpoolRecord? Next(ulong sequence)
    {
        lock (_gate)
        {
            _bounds.GiveUpOld(_time.GetUtcNow().ToUnixTimeMilliseconds(), _last);
            while (_waiting.After(sequence) is { } place)
            {
                if (RecordReader.Read(place) is { } summary)
                    return new SpoolRecord(place.Sequence, summary);
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
                if (_waiting.After(sequence) is not null)
                    return;
                appended = _appended.Task;
            }

            await appended.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Everything up to this sequence is committed: it need not be kept. What was never appended can't be acknowledged.</summary>
    public void Acknowledge(ulong sequence)
    {
        lock (_gate)
            Settle(Math.Min(sequence, _last));
    }

    /// <summary>
    /// What the coordinator has of this spool, as it says when a stream begins. Should it have more than we remember, then new summaries
    /// get greater sequences than those: it would drop them as repeats.
    /// </summary>
    public void Resume(ulong committed)
    {
        lock (_gate)
        {
            if (committed > _last)
            {
                LogBehind(committed, _last);
                _last = committed;
            }

            Settle(committed);
        }
    }

    /// <summary>Gives up one summary that can't be sent.</summary>
    public void Drop(ulong sequence)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(sequence))
                return;
            _unsendable++;
            if (_waiting.Oldest is not { } oldest || oldest.Sequence > sequence)
                Settle(sequence);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _segments.Dispose();
        _lock.Dispose();
    }

    private RecordPlace Write(long now, byte[] record)
    {
        try
        {
            _bounds.MakeRoom(record.Length, now, _last);
            // The sequence is spent even when the write fails: what a bad disk keeps of it must not be taken for another summary.
            var place = _segments.Write(++_last, now, record);
            _refused = null;
            return place;
        }
        catch (IOException exception)
        {
            _refused = new RefusedRecord(record.Length, exception.Message);
            throw;
        }
    }

    private static byte[] Encode(InstanceSummary summary)
    {
        try
        {
            return SummaryRecordCodec.Encode(summary);
        }
        catch (SummaryTooLargeException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void Settle(ulong sequence)
    {
        if (sequence <= _acknowledged)
            return;
        _acknowledged = sequence;
        _waiting.RemoveWhile(place => place.Sequence <= sequence);
        // The newest segment stays: its name keeps sequences from going backwards.
        _segments.DeleteUpTo(_waiting.SettledUpTo(_last));
        try
        {
            _mark.Write(sequence);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotMarked(sequence, e.Message);
        }
    }

    private sealed record RefusedRecord(long Bytes, string Reason);
}
