using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Tests.Lab;

/// <summary>Makes summaries of rows.</summary>
internal static class Summaries
{
    /// <summary>Details with nothing in them but what is counted.</summary>
    public static HeapDetails Details(IReadOnlyList<AssemblyCount>? assemblies = null, IReadOnlyList<HandleCount>? handles = null, IReadOnlyList<FinalizableRow>? finalizable = null) => new()
    {
        Assemblies = assemblies ?? [],
        Handles = handles ?? [],
        Finalizable = finalizable ?? [],
        Space = new GenerationSpaces(default, default, default, default, default, default),
        Memory = new MemoryUse(0, 0, 0, []),
        Notes = [],
    };

    public static InstanceSummary Of(InstanceIdentity instance, DateTimeOffset at, IReadOnlyList<TypeRow> rows)
    {
        var bytes = rows.Sum(row => row.Bytes);
        return new InstanceSummary
        {
            Instance = instance,
            TakenAt = at,
            Trigger = LookTrigger.Schedule,
            Protocols = [],
            Memory = new MemorySample { At = at },
            Heap = new HeapSummary
            {
                Process = new ProcessDescription("SLScripting", instance.Pid, instance.StartedAt, 64),
                Runtime = new RuntimeDescription(".NET", "10.0.0", ServerGc: false),
                Source = "live",
                Objects = rows.Sum(row => row.Count),
                Bytes = bytes,
                FreeBytes = 0,
                Complete = true,
                BytesWalked = bytes,
                BytesCommitted = 0,
                PauseMs = 1,
                WalkMs = 1,
                Attempts = 1,
                Generations = new GenerationTotals(default, default, new GenerationTotal(0, bytes), default, default, default),
                Types = rows,
            },
        };
    }
}
