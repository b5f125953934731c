using Fleet.Agent.Targets;
using Fleet.Agent.Targets.Linux;

namespace Fleet.Agent.Watch.Linux;

/// <summary>
/// Reads <c>/proc/PID/status</c>: counters that the kernel keeps anyway. Not <c>smaps_rollup</c>, which walks the page tables under
/// the lock that the process itself needs to grow.
/// </summary>
internal sealed class LinuxMemoryProbe : IMemoryProbe
{
    private const long AddressSpaceOf32Bits = 4L << 30;

    /// <inheritdoc/>
    public MemoryFigures? Read(TargetProcess target)
    {
        var pid = target.Identity.Pid;
        if (ProcStatus.Read($"/proc/{pid}/status") is not { Resident: > 0 } status)
            return null;

        long[] limits =
        [
            target.Runtime.Bits == 32 ? AddressSpaceOf32Bits : 0,
            CgroupLimit.Of(pid),
            AddressSpaceLimit.Of(pid),
        ];
        return new MemoryFigures(status.Anonymous + status.Swapped, status.Resident, limits.Where(limit => limit > 0).DefaultIfEmpty(0).Min());
    }
}
