using Fleet.Contracts.Wire;
using Fleet.Coordinator.Leaks.Explanations;
using static Fleet.Coordinator.Tests.Leaks.Explanations.Incidents;

namespace Fleet.Coordinator.Tests.Leaks.Explanations;

public sealed class AffectedInstancesTests
{
    [Fact]
    public void One_near_its_limit_is_considered_however_many_others_there_are()
    {
        var candidates = Enumerable.Range(1, 17).Select(pid => Candidate(pid, nearLimit: pid == 17));

        Assert.Contains(AffectedInstances.Considered(candidates), c => c.Identity.Pid == 17);
    }

    [Fact]
    public void Of_each_version_the_sixteen_smallest_are_considered()
    {
        var candidates = Enumerable.Range(1, 20).SelectMany(pid => new[] { Sized(pid, "1"), Sized(100 + pid, "2") });

        Assert.Equal([.. Enumerable.Range(5, 16), .. Enumerable.Range(105, 16)], AffectedInstances.Considered(candidates).Select(c => c.Identity.Pid).Order());
    }

    // The higher the process id, the smaller.
    private static Candidate Sized(int pid, string version)
    {
        var candidate = Candidate(pid, version);
        candidate.Instance.Memory = new MemorySample { ManagedBytes = 1000 - pid };
        return candidate;
    }
}
