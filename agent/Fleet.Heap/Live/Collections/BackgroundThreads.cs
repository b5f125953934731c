namespace Fleet.Heap.Live.Collections;

/// <summary>The threads with which a process collects in the background.</summary>
internal static class BackgroundThreads
{
    // As the runtime names them, https://github.com/dotnet/runtime/blob/main/src/coreclr/gc/background.cpp.
    private const string Name = ".NET BGC";

    /// <summary>
    /// True when all of them sleep, or when there are none, since the first collection in the background makes them. One that is at work
    /// sleeps only while another collection makes it wait, and of that one it is heard.
    /// </summary>
    public static bool Sleep(int pid) =>
        LinuxProcess.Threads(pid) is { Count: > 0 } threads
        && threads.TrueForAll(thread => LinuxProcess.NameOf(pid, thread) != Name || LinuxProcess.Sleeps(pid, thread));
}
