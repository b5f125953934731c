using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using SLScripting.QActions;

namespace SLScripting.Compiler;

/// <summary>Compiles as DataMiner does: C# 7.3, its preprocessor symbols.</summary>
internal static class QActionCompiler
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
        concurrentBuild: false,
        deterministic: true);

    private static readonly List<PortableExecutableReference> s_framework =
        [.. FrameworkFiles.All().Select(file => MetadataReference.CreateFromFile(file))];

    /// <summary>Compiles one QAction.</summary>
    public static CompilerAnswer Compile(CompilerJob job)
    {
        var compilation = CSharpCompilation.Create(
            job.AssemblyName,
            [
                CSharpSyntaxTree.ParseText(SourceText.From(job.Code, Encoding.UTF8), s_language, job.FileName),
                CSharpSyntaxTree.ParseText(SourceText.From(AssemblyVersion, Encoding.UTF8), s_language),
            ],
            [.. s_framework, .. job.Imports.Select(image => MetadataReference.CreateFromImage(image))],
            s_options);

        using var image = new MemoryStream();
        var result = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        return result.Success ? new CompilerAnswer(image.ToArray(), "", 0) : Describe(result);
    }

    private static CompilerAnswer Describe(EmitResult result)
    {
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var first = errors[0];
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
        return new CompilerAnswer(null, $"{first.Id}: {first.GetMessage(CultureInfo.InvariantCulture)}{more}", first.Location.GetLineSpan().StartLinePosition.Line);
    }
}
