namespace Fleet.Agent.Watch;

/// <summary>What the operating system says of a process; bytes, 0 where not known.</summary>
/// <param name="PrivateBytes">Committed and not shared.</param>
/// <param name="WorkingSetBytes">Resident.</param>
/// <param name="LimitBytes">Where its container or its address space ends.</param>
internal readonly record struct MemoryFigures(long PrivateBytes, long WorkingSetBytes, long LimitBytes);
