namespace Fleet.Heap.Live.Collections;

/// <summary>The start or end of a collection.</summary>
/// <param name="At">When, on the clock of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
/// <param name="IsStart">Start, or end.</param>
/// <param name="Number">Collections are numbered without a hole.</param>
/// <param name="Generation">Oldest generation that is collected: 0, 1 or 2.</param>
internal readonly record struct CollectionEvent(long At, bool IsStart, uint Number, int Generation);
