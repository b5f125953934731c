namespace Fleet.Agent.Capture;

/// <summary>A dump can't be taken.</summary>
/// <param name="line">One line: what, where, what to do.</param>
internal sealed class DumpException(string line) : Exception(line);
