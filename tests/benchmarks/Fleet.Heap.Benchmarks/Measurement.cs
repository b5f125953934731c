namespace Fleet.Heap.Benchmarks;

/// <summary>One contender, once.</summary>
/// <param name="Milliseconds">From start to summary; of a whole process where one was started.</param>
/// <param name="PauseMilliseconds">How long the target stood still.</param>
/// <param name="Objects">Objects it counted, free ones not.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="PeakMegabytes">Peak resident memory of its process; 0 where it shares ours.</param>
internal readonly record struct Measurement(double Milliseconds, double PauseMilliseconds, long Objects, long Bytes, double PeakMegabytes);
