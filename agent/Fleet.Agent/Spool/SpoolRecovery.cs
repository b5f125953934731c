using Microsoft.Extensions.Logging;

namespace Fleet.Agent.Spool;

/// <summary>Finds out what a spool directory holds after whatever ended the process before.</summary>
internal sealed partial class SpoolRecovery(SpoolFolder folder, ILogger logger)
{
    /// <summary>Sound records, oldest first.</summary>
    public List<RecordPlace> Records { get; } = [];

    /// <summary>Damaged stretches that were left out.</summary>
    public long Damaged { get; private set; }

    /// <summary>
    /// The greatest sequence that may ever have been given to a record here. Records that were cut off or damaged count: were their
    /// sequences given again, the coordinator would take the new summary for the old one and drop it.
    /// </summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Reads every segment, cuts a torn end off the newest one and goes on with that.</summary>
    /// <param name="acknowledged">Sequences up to this were given, too.</param>
    /// <exception cref="IOException">A file can't be read or cut.</exception>
    public SegmentFiles Run(ulong acknowledged)
    {
        LastSequence = acknowledged;
        var segments = folder.Segments();
        if (segments.Count == 0)
            return new SegmentFiles(folder, [], folder.PathOf(LastSequence + 1), folder.Create(LastSequence + 1), logger);

        List<ClosedSegment> closed = [];
        foreach (var (path, first) in segments.SkipLast(1))
        {
            var scan = Take(path, first);
            Report(path, scan.DamagedStretches + (scan.Length > scan.SoundLength ? 1 : 0));
            LastSequence += scan.TailRecords;
            closed.Add(new ClosedSegment(path, LastSequence, scan.Length));
        }

        return Continue(segments[^1], closed);
    }

    private SegmentFiles Continue((string Path, ulong First) newest, List<ClosedSegment> closed)
    {
        var scan = Take(newest.Path, newest.First);
        Report(newest.Path, scan.DamagedStretches);
        LastSequence += scan.TailRecords;
        var writer = SpoolFolder.Continue(newest.Path);
        if (scan.Length > scan.SoundLength)
        {
            LogTornRecord(newest.Path, scan.Length - scan.SoundLength);
            RandomAccess.SetLength(writer, scan.SoundLength);
            RandomAccess.FlushToDisk(writer);
        }

        return new SegmentFiles(folder, closed, newest.Path, writer, logger);
    }

    private SegmentScan Take(string path, ulong first)
    {
        var scan = SegmentScan.Of(path);
        // A copy of an older segment must not bring back what has its place already.
        Records.AddRange(scan.Records.Where(place => Records.Count == 0 || place.Sequence > Records[^1].Sequence));
        LastSequence = Math.Max(LastSequence, scan.Records.Count > 0 ? scan.Records[^1].Sequence : first - 1);
        return scan;
    }

    private void Report(string path, int stretches)
    {
        if (stretches == 0)
            return;
        Damaged += stretches;
        LogDamagedSegment(path, stretches);
    }
}
