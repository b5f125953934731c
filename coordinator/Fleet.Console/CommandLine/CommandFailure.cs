namespace Fleet.Console.CommandLine;

/// <summary>A command can't be carried out for a reason outside of this program. The message is one line: what, where, what to do.</summary>
internal sealed class CommandFailure(string message) : Exception(message);
