namespace Fleet.Heap.Memory;

/// <summary>Bytes at an address: the one seam between the walk and what it walks, be it a process, a snapshot or a dump.</summary>
internal interface IMemorySource
{
    /// <summary>Reads what there is from <paramref name="address"/> on. May be called from several threads at a time.</summary>
    /// <returns>Bytes read: fewer than asked for where memory ends, 0 where there is none.</returns>
    /// <exception cref="HeapReadException">The process is gone or may not be read any more.</exception>
    int Read(ulong address, Span<byte> buffer);
}
