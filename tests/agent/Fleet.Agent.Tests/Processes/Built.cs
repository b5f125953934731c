namespace Fleet.Agent.Tests.Processes;

/// <summary>Executables of this build: siblings of the tests.</summary>
internal static class Built
{
    public static string Agent { get; } = Find("Fleet.Agent", "fleet-agent");

    public static string HeapWorker { get; } = Find("Fleet.HeapWorker", "fleet-heap-worker");

    public static string Workload { get; } = Find("Fleet.Agent.Workload", "Fleet.Agent.Workload");

    private static string Find(string project, string assembly)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, OperatingSystem.IsWindows() ? assembly + ".exe" : assembly);
    }
}
