using Fleet.Contracts.Heap;

namespace Fleet.Agent.Spool;

/// <summary>One summary that waits for its ack.</summary>
/// <param name="Sequence">Ascending, from 1.</param>
/// <param name="Summary">What was appended.</param>
public sealed record SpoolRecord(ulong Sequence, InstanceSummary Summary);
