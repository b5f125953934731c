namespace SLScripting.Compiler;

/// <summary>What became of a <see cref="CompilerJob"/>.</summary>
/// <param name="Image">The assembly; <see langword="null"/> when the code has errors.</param>
/// <param name="Error">The first error, and how many more there are.</param>
/// <param name="Line">Of the first error, in the code, from 0.</param>
internal sealed record CompilerAnswer(byte[]? Image, string Error, int Line);
