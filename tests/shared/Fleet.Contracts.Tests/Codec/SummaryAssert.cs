using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Tests.Codec;

/// <summary>Compares summaries by value, lists included.</summary>
internal static class SummaryAssert
{
    private static readonly IReadOnlyList<TypeRow> NoTypes = [];
    private static readonly IReadOnlyList<HostedProtocol> NoProtocols = [];
    private static readonly IReadOnlyList<long> NoCounts = [];
    private static readonly IReadOnlyList<NativeHeapUse> NoHeaps = [];

    public static void Same(InstanceSummary expected, InstanceSummary actual)
    {
        Assert.Equal(Scalars(expected), Scalars(actual));
        Assert.Equal(expected.Protocols, actual.Protocols);
        SameDetails(expected.Heap.Details, actual.Heap.Details);
        Assert.Equal(expected.Memory.GcCounts, actual.Memory.GcCounts);
        Assert.Equal(Sorted(expected.Heap.Types), Sorted(actual.Heap.Types));
        Assert.Equal(actual.Heap.Types.OrderByDescending(row => row.Bytes).Select(row => row.Bytes), actual.Heap.Types.Select(row => row.Bytes));
    }

    public static void SameDetails(HeapDetails? expected, HeapDetails? actual)
    {
        if (expected is null || actual is null)
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.Equal(expected.Handles.OrderBy(row => row.Kind, StringComparer.Ordinal), actual.Handles.OrderBy(row => row.Kind, StringComparer.Ordinal));
        Assert.Equal(actual.Handles.OrderByDescending(row => row.Count).ThenBy(row => row.Kind, StringComparer.Ordinal), actual.Handles);
        Assert.Equal(
            expected.Finalizable.OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Module, StringComparer.Ordinal),
            actual.Finalizable.OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.Module, StringComparer.Ordinal));
        Assert.Equal(expected.Assemblies.OrderBy(row => row.Name, StringComparer.Ordinal), actual.Assemblies.OrderBy(row => row.Name, StringComparer.Ordinal));
        Assert.Equal(expected.Space, actual.Space);
        Assert.Equal(expected.Memory with { Runtime = NoHeaps }, actual.Memory with { Runtime = NoHeaps });
        Assert.Equal(expected.Memory.Runtime.OrderBy(row => row.Kind, StringComparer.Ordinal), actual.Memory.Runtime.OrderBy(row => row.Kind, StringComparer.Ordinal));
        Assert.Equal(expected.LargestFreeBlockBytes, actual.LargestFreeBlockBytes);
        Assert.Equal(expected.Notes, actual.Notes);
    }

    private static InstanceSummary Scalars(InstanceSummary summary) => summary with
    {
        Protocols = NoProtocols,
        Memory = summary.Memory with { GcCounts = NoCounts },
        Heap = summary.Heap with { Types = NoTypes, Details = null },
    };

    private static TypeRow[] Sorted(IReadOnlyList<TypeRow> rows) =>
        [.. rows.OrderBy(row => row.Module, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)];
}
