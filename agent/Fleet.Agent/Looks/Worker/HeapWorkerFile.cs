using Microsoft.Extensions.Options;

namespace Fleet.Agent.Looks.Worker;

/// <summary>Finds the heap worker's executable: the configured one, else the one of the target's bitness that comes with the agent.</summary>
internal sealed class HeapWorkerFile(IOptions<LookOptions> options)
{
    private const string Name = "fleet-heap-worker";

    /// <summary>Where it should be for a bitness. It may not exist.</summary>
    public string PathFor(int bits)
    {
        if (options.Value.WorkerPath.Length > 0)
            return options.Value.WorkerPath;

        var file = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        return Path.Combine(AppContext.BaseDirectory, "worker", bits == 32 ? "x86" : "x64", file);
    }
}
