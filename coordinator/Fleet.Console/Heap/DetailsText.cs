using Fleet.Console.Rendering;
using Fleet.Contracts.Heap;
using Spectre.Console;

namespace Fleet.Console.Heap;

/// <summary>What a look learns beside objects, as lines for a person.</summary>
internal static class DetailsText
{
    private const int Few = 4;

    public static void WriteFacts(IAnsiConsole console, HeapDetails details)
    {
        console.Fact("memory", Memory(details.Memory));
        console.Fact("addresses", details.LargestFreeBlockBytes is { } block ? $"largest free block {Units.Bytes(block)}" : "");
        console.Fact("handles", Several(details.Handles.Select(row => $"{Units.Count(row.Count)} {row.Kind}"), details.Handles.Count));
        console.Fact("finalizers", Finalizers(details.Finalizable));
        AssemblyCount[] again = [.. details.Assemblies.Where(row => row.Loaded > 1)];
        console.Fact("assemblies", Assemblies(details.Assemblies, again));
        foreach (var note in details.Notes)
        {
            console.Fact("note", note, Palette.Faint);
        }
    }

    private static string Memory(MemoryUse memory)
    {
        if (memory.PrivateBytes == 0)
        {
            return "";
        }

        var runtime = memory.Runtime.Sum(heap => heap.Bytes);
        return $"{Units.Bytes(memory.PrivateBytes)} private: {Units.Bytes(memory.CollectorBytes)} collector, {Units.Bytes(memory.OtherBytes)} unmanaged; {Units.Bytes(runtime)} runtime (code, types, tables)";
    }

    private static string Finalizers(IReadOnlyList<FinalizableRow> rows)
    {
        if (rows.Count == 0)
        {
            return "";
        }

        var most = rows.MaxBy(row => row.Waiting);
        var waiting = rows.Sum(row => row.Waiting);
        return $"{Units.Count(rows.Sum(row => row.Registered))} registered, {Units.Count(waiting)} waiting"
            + (waiting > 0 ? $", most of them {most.Name} ({Units.Count(most.Waiting)})" : "");
    }

    private static string Assemblies(IReadOnlyList<AssemblyCount> all, AssemblyCount[] again) =>
        all.Count == 0 ? ""
        : again.Length == 0 ? Units.Count(all.Count)
        : $"{Units.Count(all.Count)}, loaded again: {Several(again.Select(row => $"{row.Name} ({Units.Count(row.Loaded)} times)"), again.Length)}";

    private static string Several(IEnumerable<string> words, int count) =>
        string.Join(", ", words.Take(Few)) + (count > Few ? $" and {Units.Count(count - Few)} more" : "");
}
