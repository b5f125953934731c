using System.Globalization;

// A process to be watched, or one that behaves as a heap worker should not:
//   (nothing)          holds some objects, collects now and then, and lives until its standard input ends
//   --allocate MB      takes that much memory and stays
//   --flood            writes JSON without an end
//   --hold --pid N     stops that process from a thread of its own, as a worker does, and hangs
// Every line it is sent makes it allocate a megabyte and collect.
var mode = args.FirstOrDefault() ?? "";
if (mode == "--flood")
{
    Console.Out.Write("{\"process\":{\"name\":\"");
    var block = new string('x', 64 * 1024);
    while (true)
        Console.Out.Write(block);
}

if (mode == "--hold")
{
    // Unlike an attach, these leave no stop signal behind that would outlive the tracer.
    const int Seize = 0x4206;
    const int Interrupt = 0x4207;
    var pid = int.Parse(args[2], NumberStyles.None, CultureInfo.InvariantCulture);
    var never = new ManualResetEvent(false);
    var tracer = new Thread(() =>
    {
        if (Tracing.Trace(Seize, pid, 0, 0) == 0 && Tracing.Trace(Interrupt, pid, 0, 0) == 0)
            never.WaitOne();
    });
    tracer.Start();
    tracer.Join();
    return;
}

List<object> held = Registry.All;
held.AddRange(Enumerable.Range(0, 10_000).Select(i => new Held(i)));
if (mode == "--allocate")
{
    for (var megabyte = 0; megabyte < int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture); megabyte++)
    {
        var bytes = new byte[1 << 20];
        Array.Fill(bytes, (byte)1);
        held.Add(bytes);
    }
}

GC.Collect();
Console.Out.WriteLine("ready");
while (Console.In.ReadLine() is not null)
{
    held.Add(new byte[1 << 20]);
    GC.Collect();
    Console.Out.WriteLine("collected");
}

internal static partial class Tracing
{
    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "ptrace")]
    public static partial long Trace(long request, int pid, nint address, nint data);
}

internal static class Registry
{
    public static List<object> All { get; } = [];
}

internal sealed class Held(int number)
{
    public int Number { get; } = number;
}
