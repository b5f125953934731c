using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using SLScripting.Protocols;

namespace SLScripting.QActions;

/// <summary>Compiles one QAction as DataMiner does: C# 7.3, its preprocessor symbols, its assembly name.</summary>
internal sealed class QActionCompiler(FrameworkReferences framework)
{
    // Compiled into every QAction, so that its display name reads as in DataMiner's dumps.
    private const string AssemblyVersion = "[assembly: System.Reflection.AssemblyVersion(\"1.0.0.0\")]";

    private static readonly CSharpParseOptions s_language = new(
        LanguageVersion.CSharp7_3,
        preprocessorSymbols: ["DCFv1", "DBInfo", "ALARM_SQUASHING"]);

    // Deterministic: the same QAction is the same module, to the id, in every process of a cluster.
    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        deterministic: true);

    /// <summary>Compiles.</summary>
    /// <param name="imports">The images of those <see cref="QActionDefinition.Imports"/> that are QActions themselves.</param>
    /// <returns>The image of the assembly.</returns>
    /// <exception cref="QActionCompilationException">The code has errors.</exception>
    public byte[] Compile(ProtocolDefinition protocol, QActionDefinition qaction, IEnumerable<byte[]> imports)
    {
        var compilation = CSharpCompilation.Create(
            qaction.AssemblyName,
            [
                CSharpSyntaxTree.ParseText(SourceText.From(qaction.Code, Encoding.UTF8), s_language, $"QAction_{qaction.Id}.cs"),
                CSharpSyntaxTree.ParseText(SourceText.From(AssemblyVersion, Encoding.UTF8), s_language),
            ],
            [.. framework.All, .. imports.Select(image => MetadataReference.CreateFromImage(image))],
            s_options);

        using var image = new MemoryStream();
        var result = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        if (result.Success)
            return image.ToArray();

        throw new QActionCompilationException(Describe(protocol, qaction, result));
    }

    private static string Describe(ProtocolDefinition protocol, QActionDefinition qaction, EmitResult result)
    {
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var first = errors[0];
        // The code begins on the line of the QAction's tag; close enough to find it in any editor.
        var line = qaction.Line + first.Location.GetLineSpan().StartLinePosition.Line;
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
        return $"{protocol.Path}({line}): QAction {qaction.Id} of {protocol} does not compile: {first.Id}: {first.GetMessage(CultureInfo.InvariantCulture)}{more}";
    }
}
