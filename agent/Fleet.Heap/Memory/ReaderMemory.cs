using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Memory;

/// <summary>The bytes of a dump or a snapshot, through ClrMD. A reader that is not safe for threads is asked by one at a time.</summary>
internal sealed class ReaderMemory(IDataReader reader) : IMemorySource
{
    private readonly Lock? _gate = reader.IsThreadSafe ? null : new Lock();

    public int Read(ulong address, Span<byte> buffer)
    {
        if (_gate is null)
            return reader.Read(address, buffer);

        lock (_gate)
            return reader.Read(address, buffer);
    }
}
