using System.Runtime.InteropServices;
using SLScripting;
using SLScripting.Compiler;
using SLScripting.Configuration;

if (args is ["--help"] or ["-h"] or ["-?"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

if (args is [CompilerProcess.Argument])
{
    CompilerLoop.Run(Console.In, Console.Out);
    return 0;
}

if (CommandLine.Parse(args, out var errors) is not { } options)
{
    foreach (var error in errors)
        await Console.Error.WriteLineAsync($"SLScripting: {error}; --help tells what there is");
    return 2;
}

using var end = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);

try
{
    // Console.In would block the thread that waits for a line.
    using var input = new StreamReader(Console.OpenStandardInput());
    using var host = new ScriptingHost(options, TimeProvider.System, Console.Error);
    await host.RunAsync(input, Console.Out, end.Token);
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"SLScripting: {e.Message}");
    return 1;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.Cancel();
}
