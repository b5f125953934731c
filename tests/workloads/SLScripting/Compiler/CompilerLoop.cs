using System.Text.Json;

namespace SLScripting.Compiler;

/// <summary>The compiler's side: one line of JSON comes in, one goes out, until the input ends.</summary>
internal static class CompilerLoop
{
    public static void Run(TextReader jobs, TextWriter answers)
    {
        while (jobs.ReadLine() is { } line)
        {
            var job = JsonSerializer.Deserialize<CompilerJob>(line) ?? throw new InvalidDataException("An empty job.");
            answers.WriteLine(JsonSerializer.Serialize(QActionCompiler.Compile(job)));
            answers.Flush();
        }
    }
}
