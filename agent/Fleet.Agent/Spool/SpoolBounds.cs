using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

/// <summary>Keeps a spool within its bounds: what is too old, or what there is no room for, is given up, oldest first. Not thread-safe.</summary>
internal sealed partial class SpoolBounds(SpoolOptions options, SegmentFiles segments, WaitingRecords waiting, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Summaries that were given up for these bounds.</summary>
    public long GivenUp { get; private set; }

    private long SegmentBytes => Math.Clamp(options.MaximumBytes / 16, 64L << 10, 16L << 20);

    /// <summary>Makes room for one more record.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="now">Milliseconds since 1970, UTC.</param>
    /// <param name="last">The greatest sequence that was given.</param>
    /// <exception cref="IOException">It is larger than the whole spool, or there can't be a segment for it.</exception>
    public void MakeRoom(int bytes, long now, ulong last)
    {
        if (bytes > options.MaximumBytes)
            throw new IOException($"a summary of {bytes} bytes does not fit the spool of {options.MaximumBytes}; raise Spool:MaximumBytes");
        segments.MakeReady(bytes, SegmentBytes, last + 1);
        GiveUpOld(now, last);
        while (segments.Bytes + bytes > options.MaximumBytes && segments.DeleteOldest() is { } deleted)
            GiveUpWhile(place => place.Sequence <= deleted);
    }

    /// <summary>Gives up what is too old.</summary>
    /// <param name="now">Milliseconds since 1970, UTC.</param>
    /// <param name="last">The greatest sequence that was given.</param>
    public void GiveUpOld(long now, ulong last)
    {
        var oldest = now - (long)options.MaximumAge.TotalMilliseconds;
        GiveUpWhile(place => place.AppendedAt < oldest);
        segments.DeleteUpTo(waiting.SettledUpTo(last));
    }

    private void GiveUpWhile(Func<RecordPlace, bool> lost)
    {
        var (count, first) = waiting.RemoveWhile(lost);
        if (count == 0)
            return;
        GivenUp += count;
        LogGivenUp(count, first);
    }
}
