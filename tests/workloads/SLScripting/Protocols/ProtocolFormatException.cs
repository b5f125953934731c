namespace SLScripting.Protocols;

/// <summary>A protocol.xml that can't be used: one line that says what, where, and what to do.</summary>
internal sealed class ProtocolFormatException(string path, int line, string problem)
    : Exception(line > 0 ? $"{path}({line}): {problem}" : $"{path}: {problem}");
