using System.Text.Json;
using SLScripting.Elements;
using SLScripting.QActions;

namespace SLScripting.Control;

/// <summary>The process' own counters, as one line of JSON after the word <c>report</c>.</summary>
internal static class HeapReport
{
    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web);

    /// <summary>Collects everything that can be collected, finalizers included, then counts.</summary>
    public static string Take(IReadOnlyList<Element> elements, QActionAssemblies assemblies)
    {
        Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var report = new
        {
            ManagedBytes = GC.GetTotalMemory(forceFullCollection: false),
            CommittedBytes = GC.GetGCMemoryInfo().TotalCommittedBytes,
            WorkingSetBytes = process.WorkingSet64,
            ProcessorMs = (long)process.TotalProcessorTime.TotalMilliseconds,
            Gen0 = GC.CollectionCount(0),
            Gen1 = GC.CollectionCount(1),
            Gen2 = GC.CollectionCount(2),
            Elements = elements.Select(element => new { element.Definition.Name, element.Ticks, element.Errors }),
            Assemblies = assemblies.Loaded.Select(assembly => new { assembly.GetName().Name, assembly.Location }),
        };
        return "report " + JsonSerializer.Serialize(report, s_format);
    }

    /// <summary>Collects twice: what a finalizer lets go of is garbage only the second time.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
