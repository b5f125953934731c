using System.Buffers.Binary;

namespace Fleet.Heap.Retention.Graph;

/// <summary>Consecutive references within an object or an array element.</summary>
/// <param name="Offset">From the object's address, or from the first element's first reference run.</param>
/// <param name="Bytes">Of all of them; what reaches to the end of an array has the array's bytes added.</param>
internal readonly record struct ReferenceRun(int Offset, int Bytes);

/// <summary>
/// Where the references of an object are. The runtime writes it down before the method table ("GCDesc"): the number of series, and
/// below it each series' size and offset; a negative number says that array elements hold runs of references that repeat.
/// Layout: coreclr gcdesc.h.
/// </summary>
internal sealed class ReferenceMap
{
    private const int MostSeries = 4096;

    private ReferenceMap(ReferenceRun[] runs, bool growsWithLength, int start, int stride)
    {
        Runs = runs;
        GrowsWithLength = growsWithLength;
        Start = start;
        Stride = stride;
    }

    /// <summary>The runs; of one element when <see cref="Stride"/> is not 0, relative to <see cref="Start"/> then.</summary>
    public ReferenceRun[] Runs { get; }

    /// <summary>Each run is longer by the bytes of the array's elements.</summary>
    public bool GrowsWithLength { get; }

    /// <summary>Offset of the first element's first reference, where elements repeat.</summary>
    public int Start { get; }

    /// <summary>Bytes of an element where elements repeat; 0 otherwise.</summary>
    public int Stride { get; }

    /// <summary>Bytes before the method table that hold a description with that number of series; 0 for a number that can't be.</summary>
    public static int BytesOf(long series, int pointerSize) =>
        series is 0 or > MostSeries or < -MostSeries ? 0
        : series > 0 ? pointerSize * (1 + 2 * (int)series)
        : pointerSize * (2 + (int)-series);

    /// <summary>Reads a description.</summary>
    /// <param name="bytes">The <see cref="BytesOf"/> bytes before the method table.</param>
    /// <param name="pointerSize">4 or 8.</param>
    /// <param name="baseSize">Of the method table.</param>
    /// <param name="componentSize">Of the method table; 0 for what is no array.</param>
    /// <returns>Null when it makes no sense for such an object.</returns>
    public static ReferenceMap? Parse(ReadOnlySpan<byte> bytes, int pointerSize, uint baseSize, uint componentSize)
    {
        var series = Word(bytes, bytes.Length - pointerSize, pointerSize);
        if (BytesOf(series, pointerSize) != bytes.Length)
            return null;

        return series > 0
            ? OfSeries(bytes, (int)series, pointerSize, baseSize, componentSize)
            : OfRepeating(bytes, (int)-series, pointerSize, baseSize, componentSize);
    }

    private static ReferenceMap? OfSeries(ReadOnlySpan<byte> bytes, int series, int pointerSize, uint baseSize, uint componentSize)
    {
        var runs = new ReferenceRun[series];
        for (var i = 0; i < series; i++)
        {
            // A size is stored less the size of the object, so that one number serves arrays of all lengths.
            var at = bytes.Length - pointerSize - 2 * pointerSize * (i + 1);
            var length = Word(bytes, at, pointerSize) + baseSize;
            var offset = Word(bytes, at + pointerSize, pointerSize);
            if (!Fits(offset, length, pointerSize, baseSize))
                return null;

            runs[i] = new ReferenceRun((int)offset, (int)length);
        }

        return new ReferenceMap(runs, componentSize > 0, 0, 0);
    }

    private static ReferenceMap? OfRepeating(ReadOnlySpan<byte> bytes, int count, int pointerSize, uint baseSize, uint componentSize)
    {
        // From the top: number, offset, then a pair of (references, bytes to skip) per run, downwards.
        var start = Word(bytes, bytes.Length - 2 * pointerSize, pointerSize);
        if (componentSize == 0 || start < pointerSize || start > baseSize + componentSize || start % pointerSize != 0)
            return null;

        var half = pointerSize / 2;
        var runs = new ReferenceRun[count];
        long offset = 0;
        for (var i = 0; i < count; i++)
        {
            var at = bytes.Length - pointerSize * (3 + i);
            var references = half == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            var skip = half == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + half)..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + half)..]);
            if (references == 0 || references > componentSize / pointerSize || skip > componentSize)
                return null;

            runs[i] = new ReferenceRun((int)offset, (int)references * pointerSize);
            offset += references * (long)pointerSize + skip;
        }

        return offset == componentSize ? new ReferenceMap(runs, false, (int)start, (int)componentSize) : null;
    }

    private static bool Fits(long offset, long length, int pointerSize, uint baseSize) =>
        offset >= pointerSize && offset % pointerSize == 0 && length >= 0 && length % pointerSize == 0 && offset + length <= baseSize - pointerSize;

    private static long Word(ReadOnlySpan<byte> bytes, int at, int pointerSize) =>
        pointerSize == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
