using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Agent.Tests.Commands;

/// <summary>Summaries of one type.</summary>
internal static class Summaries
{
    public static InstanceSummary Of(InstanceIdentity instance, string commandId)
    {
        var all = new GenerationTotal(1, 24);
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = instance.StartedAt.AddMinutes(1),
            Trigger = LookTrigger.Command,
            Protocols = [],
            Memory = new MemorySample { At = instance.StartedAt.AddMinutes(1) },
            CommandId = commandId,
            Heap = new HeapSummary
            {
                Process = new ProcessDescription("App", instance.Pid, instance.StartedAt, 64),
                Runtime = new RuntimeDescription(".NET", "10.0.0", false),
                Source = "live",
                Objects = 1,
                Bytes = 24,
                FreeBytes = 0,
                Complete = true,
                BytesWalked = 24,
                BytesCommitted = 4096,
                PauseMs = 1,
                WalkMs = 1,
                Attempts = 1,
                Generations = new GenerationTotals(all, default, default, default, default, default),
                Types = [new TypeRow("T", "M", 1, 24, 24, 0, 0, 0, 0, 0)],
            },
        };
    }
}
