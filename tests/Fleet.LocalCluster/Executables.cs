using System.Reflection;

namespace Fleet.LocalCluster;

/// <summary>Where the executables of this build are: siblings of the running one.</summary>
public static class Executables
{
    /// <summary>The coordinator.</summary>
    public static string Coordinator { get; } = Find("Fleet.Coordinator", "fleet-coordinator");

    /// <summary>The agent.</summary>
    public static string Agent { get; } = Find("Fleet.Agent", "fleet-agent");

    /// <summary>The console.</summary>
    public static string Console { get; } = Find("Fleet.Console", "fleet");

    /// <summary>The process that stands in for DataMiner's.</summary>
    public static string Scripting { get; } = Find("SLScripting", "SLScripting");

    /// <summary>Root of the checkout this was built from.</summary>
    public static string RepositoryRoot { get; } = typeof(Executables).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The protocols that the stand-in can run.</summary>
    public static string Protocols { get; } = Path.Combine(RepositoryRoot, "tests", "workloads", "protocols");

    /// <summary>The executable of a project.</summary>
    public static string Find(string project, string assembly)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var name = OperatingSystem.IsWindows() ? assembly + ".exe" : assembly;
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, name);
    }
}
