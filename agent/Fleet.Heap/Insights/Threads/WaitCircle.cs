namespace Fleet.Heap.Insights.Threads;

/// <summary>Threads that wait for each other.</summary>
internal static class WaitCircle
{
    /// <summary>The threads of all circles, ascending.</summary>
    /// <param name="waitsFor">Each waiting thread, and the one that holds what it waits for.</param>
    public static IReadOnlyList<int> Of(IReadOnlyDictionary<int, int> waitsFor)
    {
        var found = new SortedSet<int>();
        foreach (var start in waitsFor.Keys)
        {
            // Each waits for one other at most, so following them ends, or comes round within as many steps as there are threads.
            var current = start;
            for (var steps = 0; steps < waitsFor.Count && waitsFor.TryGetValue(current, out var next); steps++)
            {
                current = next;
                if (current == start)
                {
                    found.Add(start);
                    break;
                }
            }
        }

        return [.. found];
    }
}
