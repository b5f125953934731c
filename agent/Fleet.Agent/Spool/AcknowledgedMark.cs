using System.Buffers.Binary;
using System.IO.Hashing;

namespace Fleet.Agent.Spool;

/// <summary>
/// Remembers up to which sequence everything is acked. Not forced to disk: when it is lost, summaries are sent again, and the
/// coordinator drops what it has.
/// </summary>
internal sealed class AcknowledgedMark(string path)
{
    private const int Bytes = 16;

    /// <summary>What was written last; 0 when nothing sound was.</summary>
    public ulong Read()
    {
        if (!File.Exists(path))
            return 0;
        var mark = File.ReadAllBytes(path);
        return mark.Length == Bytes && BinaryPrimitives.ReadUInt64LittleEndian(mark.AsSpan(8)) == XxHash3.HashToUInt64(mark.AsSpan(0, 8))
            ? BinaryPrimitives.ReadUInt64LittleEndian(mark)
            : 0;
    }

    /// <summary>Replaces it, in place: that needs no room on a full disk.</summary>
    public void Write(ulong sequence)
    {
        Span<byte> mark = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(mark, sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(mark[8..], XxHash3.HashToUInt64(mark[..8]));
        using var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.Write(handle, mark, 0);
    }
}
