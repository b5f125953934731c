namespace Fleet.Agent.Spool;

/// <summary>Where the sound records of a segment are, and what else was met.</summary>
/// <param name="Records">In file order.</param>
/// <param name="SoundLength">End of the last sound record: what follows is torn or damaged.</param>
/// <param name="DamagedStretches">Stretches between sound records that hold none.</param>
internal sealed record SegmentScan(IReadOnlyList<RecordPlace> Records, long SoundLength, int DamagedStretches)
{
    /// <summary>Reads a segment from its beginning. Damage costs the damaged record only: the next sound one is searched for.</summary>
    public static SegmentScan Of(string path)
    {
        // Segments are bounded (see SpoolFolder.SegmentBytes), so one fits.
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        List<RecordPlace> records = [];
        var (at, soundLength, damaged) = (0, 0, 0);
        while (at < bytes.Length)
        {
            var start = bytes[at..].IndexOf(RecordFormat.Magic);
            if (start < 0)
                break;
            at += start;
            if (!RecordFormat.TryReadLength(bytes[at..], out var length)
                || length > bytes.Length - at - RecordFormat.HeaderBytes
                || bytes.Slice(at, RecordFormat.HeaderBytes + length) is var record && !RecordFormat.IsSound(record))
            {
                at++;
                continue;
            }

            if (at > soundLength)
                damaged++;
            record = bytes.Slice(at, RecordFormat.HeaderBytes + length);
            records.Add(new RecordPlace(RecordFormat.Sequence(record), path, at, record.Length, RecordFormat.AppendedAt(record)));
            at += record.Length;
            soundLength = at;
        }

        return new SegmentScan(records, soundLength, damaged);
    }
}

/// <summary>Where a record lies.</summary>
/// <param name="Sequence">Of the record.</param>
/// <param name="Segment">Path of the file.</param>
/// <param name="Offset">Of the record's header.</param>
/// <param name="Bytes">Header included.</param>
/// <param name="AppendedAt">Ms since 1970 UTC.</param>
internal sealed record RecordPlace(ulong Sequence, string Segment, long Offset, int Bytes, long AppendedAt);
