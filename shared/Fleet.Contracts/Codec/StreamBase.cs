using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Codec;

/// <summary>The last summary of an instance on a stream, which the next one is a difference to.</summary>
internal sealed record StreamBase(
    ulong Sequence,
    IReadOnlyList<HostedProtocol> Protocols,
    MemorySample Memory,
    Wire.HeapTotals Heap,
    Wire.HeapDetails? Details,
    NumberedRow[] Table);
