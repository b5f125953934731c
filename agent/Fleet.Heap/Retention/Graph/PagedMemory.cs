using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fleet.Heap.Memory;

namespace Fleet.Heap.Retention.Graph;

/// <summary>
/// Memory through a cache of pages, for one thread. A read of a live process is a system call, and one through a dump's reader is a
/// search; a hit here is a comparison. A page has its place by its number, so that neighbours lie beside each other and what spans
/// them can be had without a copy; whoever reads on and on gets more and more pages per read.
/// </summary>
internal sealed unsafe class PagedMemory
{
    /// <summary>Most bytes that can be asked for at a time.</summary>
    public const int MostBytes = 16 << 10;

    private const int PageShift = 12;
    private const int PageBytes = 1 << PageShift;
    private const int MostAhead = 32;
    private const ulong NoPage = ulong.MaxValue;

    private readonly IMemorySource _memory;
    private readonly Memory<byte> _pages;
    private readonly byte* _first;
    private readonly ulong[] _numbers;
    private readonly byte[] _apart = GC.AllocateUninitializedArray<byte>(MostBytes, pinned: true);
    private readonly ulong _mask;
    private ulong _next = NoPage;
    private int _ahead = 1;

    /// <param name="memory">Where bytes come from.</param>
    /// <param name="bytes">Size of the cache; rounded up to a power of 2, at least 1 MB.</param>
    public PagedMemory(IMemorySource memory, int bytes = 32 << 20)
    {
        _memory = memory;
        var pages = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, 1 << 20)) >> PageShift;
        _pages = new AlignedBlock(pages << PageShift).For(0, pages << PageShift);
        _first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_pages.Span)); // pinned
        _numbers = new ulong[pages];
        Array.Fill(_numbers, NoPage);
        _mask = (ulong)pages - 1;
    }

    /// <summary>Bytes read from the source so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads of the source so far.</summary>
    public long Reads { get; private set; }

    /// <summary>
    /// The bytes at an address, valid until the next call; null where they can't all be read.
    /// At most <see cref="MostBytes"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* At(ulong address, int bytes)
    {
        var page = address >> PageShift;
        var place = page & _mask;
        var offset = (int)(address & (PageBytes - 1));
        return _numbers[place] == page && offset + bytes <= PageBytes
            ? _first + (place << PageShift) + offset
            : AtSlow(address, bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* AtSlow(ulong address, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MostBytes);
        if (address > ulong.MaxValue - MostBytes)
            return null;

        var first = address >> PageShift;
        var last = (address + (ulong)Math.Max(bytes, 1) - 1) >> PageShift;
        var whole = (first & _mask) + (last - first) <= _mask; // doesn't go around the end of the cache
        for (var page = first; whole && page <= last; page++)
            whole = _numbers[page & _mask] == page || Load(page);
        // Loading the last may have gone around and taken the place of the first only in a cache smaller than what is read ahead; ours isn't.
        if (whole)
            return _first + ((first & _mask) << PageShift) + (address & (PageBytes - 1));

        // At the end of readable memory, or around the end of the cache.
        fixed (byte* apart = _apart)
        {
            Reads++;
            var read = _memory.Read(address, _apart.AsSpan(0, bytes));
            BytesRead += read;
            return read < bytes ? null : apart;
        }
    }

    private bool Load(ulong page)
    {
        if (page == _next)
            _ahead = Math.Min(_ahead * 2, MostAhead);
        else
            _ahead = page > 0 && _numbers[(page - 1) & _mask] == page - 1 ? 4 : 1;

        var place = (int)(page & _mask);
        var pages = Math.Min(_ahead, _numbers.Length - place);
        Reads++;
        var read = _memory.Read(page << PageShift, _pages.Span.Slice(place << PageShift, pages << PageShift));
        BytesRead += read;
        var whole = read >> PageShift;
        for (var i = 0; i < pages; i++)
            _numbers[place + i] = i < whole ? page + (ulong)i : NoPage;
        _next = page + (ulong)whole;
        return whole > 0;
    }
}
