using Fleet.Contracts.Heap;

namespace Fleet.Contracts.Tests.Codec;

/// <summary>Compares summaries by value, lists included.</summary>
internal static class SummaryAssert
{
    private static readonly IReadOnlyList<TypeRow> NoTypes = [];
    private static readonly IReadOnlyList<HostedProtocol> NoProtocols = [];
    private static readonly IReadOnlyList<long> NoCounts = [];

    public static void Same(InstanceSummary expected, InstanceSummary actual)
    {
        Assert.Equal(Scalars(expected), Scalars(actual));
        Assert.Equal(expected.Protocols, actual.Protocols);
        Assert.Equal(expected.Memory.GcCounts, actual.Memory.GcCounts);
        Assert.Equal(Sorted(expected.Heap.Types), Sorted(actual.Heap.Types));
        Assert.Equal(actual.Heap.Types.OrderByDescending(row => row.Bytes).Select(row => row.Bytes), actual.Heap.Types.Select(row => row.Bytes));
    }

    private static InstanceSummary Scalars(InstanceSummary summary) => summary with
    {
        Protocols = NoProtocols,
        Memory = summary.Memory with { GcCounts = NoCounts },
        Heap = summary.Heap with { Types = NoTypes },
    };

    private static TypeRow[] Sorted(IReadOnlyList<TypeRow> rows) =>
        [.. rows.OrderBy(row => row.Module, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)];
}
