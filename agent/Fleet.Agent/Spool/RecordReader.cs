using Fleet.Contracts.Codec;
using Fleet.Contracts.Heap;

namespace Fleet.Agent.Spool;

/// <summary>Reads a record back.</summary>
internal static class RecordReader
{
    // The kernel's "input/output error": the disk has lost the block, and asking again won't bring it back.
    private const int BadBlock = 5;

    /// <summary>The summary; null when it is lost, because the record is damaged or its file is gone.</summary>
    /// <exception cref="IOException">It can't be read now.</exception>
    public static InstanceSummary? Read(RecordPlace place)
    {
        var record = new byte[place.Bytes];
        try
        {
            using var handle = File.OpenHandle(place.Segment, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.Read(handle, record, place.Offset) != record.Length)
                return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || e is IOException { HResult: BadBlock })
        {
            return null;
        }

        if (!RecordFormat.IsSound(record) || RecordFormat.Sequence(record) != place.Sequence)
            return null;
        try
        {
            return SummaryRecordCodec.Decode(record.AsSpan(RecordFormat.HeaderBytes));
        }
        catch (InvalidDataException)
        {
            // Sound, but written by a version that this one can't read.
            return null;
        }
    }
}
