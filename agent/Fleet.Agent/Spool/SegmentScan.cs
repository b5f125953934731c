namespace Fleet.Agent.Spool;

/// <summary>Where the sound records of a segment are, and what else was met.</summary>
/// <param name="Records">In file order, sequences ascending.</param>
/// <param name="SoundLength">End of the last sound record: what follows is torn or damaged.</param>
/// <param name="Length">Of the file.</param>
/// <param name="DamagedStretches">Stretches between sound records that hold none.</param>
/// <param name="TailRecords">How many records the bytes after <paramref name="SoundLength"/> may have been.</param>
internal sealed record SegmentScan(IReadOnlyList<RecordPlace> Records, long SoundLength, long Length, int DamagedStretches, ulong TailRecords)
{
    /// <summary>Reads a segment from its beginning. Damage costs the damaged record only: the next sound one is searched for.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static SegmentScan Of(string path)
    {
        // Segments are bounded, so one fits.
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        List<RecordPlace> records = [];
        ulong last = 0;
        var (at, soundLength, damaged) = (0, 0, 0);
        while (at < bytes.Length && bytes[at..].IndexOf(RecordFormat.Magic) is var start and >= 0)
        {
            at += start;
            if (!TryRead(bytes[at..], last, out var record))
            {
                at++;
                continue;
            }

            if (at > soundLength)
                damaged++;
            last = RecordFormat.Sequence(record);
            records.Add(new RecordPlace(last, path, at, record.Length, RecordFormat.AppendedAt(record)));
            at += record.Length;
            soundLength = at;
        }

        return new SegmentScan(records, soundLength, bytes.Length, damaged, RecordsIn(bytes[soundLength..]));
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, ulong last, out ReadOnlySpan<byte> record)
    {
        record = default;
        if (!RecordFormat.TryReadLength(bytes, out var length) || length > bytes.Length - RecordFormat.HeaderBytes)
            return false;
        record = bytes[..(RecordFormat.HeaderBytes + length)];
        return RecordFormat.IsSound(record) && RecordFormat.Sequence(record) > last;
    }

    // A record that was being written when the process ended is one, and is longer than what is there. Anything else may have been many.
    private static ulong RecordsIn(ReadOnlySpan<byte> tail)
    {
        if (tail.IsEmpty)
            return 0;
        var torn = tail.Length < RecordFormat.HeaderBytes
            || (RecordFormat.TryReadLength(tail, out var length) && length > tail.Length - RecordFormat.HeaderBytes);
        return torn ? 1 : 1 + (ulong)(tail.Length / RecordFormat.HeaderBytes);
    }
}

/// <summary>Where a record lies.</summary>
/// <param name="Sequence">Of the record.</param>
/// <param name="Segment">Path of the file.</param>
/// <param name="Offset">Of the record's header.</param>
/// <param name="Bytes">Header included.</param>
/// <param name="AppendedAt">Ms since 1970 UTC.</param>
internal sealed record RecordPlace(ulong Sequence, string Segment, long Offset, int Bytes, long AppendedAt);
