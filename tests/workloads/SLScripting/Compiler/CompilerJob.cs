namespace SLScripting.Compiler;

/// <summary>One QAction to compile.</summary>
/// <param name="FileName">Under which the code appears in stack traces.</param>
/// <param name="Imports">Images of other QActions that it uses.</param>
internal sealed record CompilerJob(string AssemblyName, string FileName, string Code, IReadOnlyList<byte[]> Imports);
