namespace Fleet.Agent.Spool;

/// <summary>How a spool fares.</summary>
/// <param name="Bytes">On disk.</param>
/// <param name="Records">Summaries that wait for their ack.</param>
/// <param name="Dropped">Summaries given up since the spool was opened: no room, too old or too large to send.</param>
/// <param name="Damaged">Records found damaged since the spool was opened, and left out.</param>
/// <param name="LastSequence">Of the newest summary ever appended; 0 when there was none.</param>
/// <param name="AcknowledgedSequence">Up to here everything is settled.</param>
public sealed record SpoolStatistics(long Bytes, long Records, long Dropped, long Damaged, ulong LastSequence, ulong AcknowledgedSequence);
