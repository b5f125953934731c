namespace SLScripting.Protocols;

/// <summary>One QAction of a protocol.</summary>
/// <param name="Triggers">Parameters whose change runs it; empty for one that others only import.</param>
/// <param name="EntryPoints">One for all triggers, or one for each: <c>Method</c> of class QAction, or <c>Class.Method</c>.</param>
/// <param name="AssemblyName">Without <c>.dll</c>.</param>
/// <param name="Imports">File names, placeholders already replaced.</param>
/// <param name="Precompile">Compile when an element starts, not at the first trigger.</param>
/// <param name="Line">Of the QAction in protocol.xml, 1-based.</param>
internal sealed record QActionDefinition(
    int Id,
    string Name,
    IReadOnlyList<int> Triggers,
    IReadOnlyList<string> EntryPoints,
    string AssemblyName,
    IReadOnlyList<string> Imports,
    bool Precompile,
    string Code,
    int Line);
