namespace Fleet.Agent.Commands;

/// <summary>A command can't be carried out.</summary>
/// <param name="line">One line: what, where, what to do.</param>
internal sealed class CommandFailedException(string line) : Exception(line);
