using System.Globalization;
using Fleet.Contracts.Heap;
using Fleet.Heap.Memory;
using Microsoft.Diagnostics.Runtime;

namespace Fleet.Heap.Counting;

/// <summary>Handles by kind.</summary>
internal static class HandleKinds
{
    /// <summary>Counts them: by the tables, or where there are none to read, by the debugging library.</summary>
    public static IReadOnlyList<HandleCount> Count(
        ClrRuntime runtime, IMemorySource memory, IEnumerable<ClrNativeHeapInfo> nativeHeaps, ICollection<string> notes)
    {
        var counts = new SortedDictionary<ClrHandleKind, long>();
        void Add(ClrHandleKind kind) => counts[kind] = counts.GetValueOrDefault(kind) + 1;

        var segments = HandleTables.Segments(nativeHeaps);
        var tables = new HandleTables(runtime.DataTarget.DataReader.PointerSize);
        var unread = segments.Count(segment => !tables.TryVisit(memory, segment, (kind, _) => Add(kind)));
        if (unread > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{unread} of {segments.Length} handle tables could not be read: their handles are not counted"));
        if (segments.Length == 0)
        {
            foreach (var handle in runtime.EnumerateHandles())
                Add(handle.HandleKind);
        }

        return [.. counts.Select(count => new HandleCount(Name(count.Key), count.Value)).OrderByDescending(row => row.Count).ThenBy(row => row.Kind, StringComparer.Ordinal)];
    }

    private static string Name(ClrHandleKind kind) =>
        Enum.IsDefined(kind) ? kind.ToString() : string.Create(CultureInfo.InvariantCulture, $"Kind{(int)kind}");
}
