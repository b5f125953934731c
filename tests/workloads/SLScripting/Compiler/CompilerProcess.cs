using System.Diagnostics;
using System.Text.Json;

namespace SLScripting.Compiler;

/// <summary>
/// Runs the compiler in a process of its own, for as long as there is something to compile. Its heap and code are many times what a few
/// elements need, and no part of what is to be measured in this process. It is started by the <c>dotnet</c> host, so that nobody who
/// looks for SLScripting finds it, and it ends with its input, so it never outlives us.
/// </summary>
internal sealed class CompilerProcess : IDisposable
{
    /// <summary>What makes this executable the compiler.</summary>
    public const string Argument = "--compile";

    private readonly Process _process;

    private CompilerProcess(Process process) => _process = process;

    /// <summary>Starts one.</summary>
    /// <exception cref="IOException">There is no .NET host beside the runtime we run on.</exception>
    public static CompilerProcess Start()
    {
        var start = new ProcessStartInfo(HostPath(), [typeof(CompilerProcess).Assembly.Location, Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // Settings meant for our own heap would only slow the compiler down.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DOTNET_GC", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new CompilerProcess(Process.Start(start) ?? throw new IOException($"cannot start {start.FileName}"));
    }

    /// <summary>Compiles one QAction.</summary>
    /// <exception cref="IOException">The compiler has ended.</exception>
    public CompilerAnswer Compile(CompilerJob job)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(job));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new IOException("the compiler ended without an answer");
        return JsonSerializer.Deserialize<CompilerAnswer>(line) ?? throw new IOException("the compiler gave an empty answer");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended before, and what was still to be written to it has gone with it.
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
    private static string HostPath()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : throw new IOException($"no .NET host at {host}; QActions can't be compiled without it");
    }
}
