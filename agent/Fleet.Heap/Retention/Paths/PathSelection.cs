namespace Fleet.Heap.Retention.Paths;

/// <summary>The paths that a person should see.</summary>
internal sealed class PathSelection
{
    // Where one way on carries so much, the path is better followed than shown.
    private const double GoesOn = 0.7;

    private PathSelection(IReadOnlyList<Choice> chosen, int leftOut) => (Chosen, LeftOut) = (chosen, leftOut);

    /// <summary>A path, and all that was reached through its end.</summary>
    internal readonly record struct Choice(int Node, long InclusiveObjects, long InclusiveBytes);

    /// <summary>The paths, most bytes first.</summary>
    public IReadOnlyList<Choice> Chosen { get; }

    /// <summary>Paths that would have been chosen if more had been wanted.</summary>
    public int LeftOut { get; }

    /// <summary>Chooses.</summary>
    /// <param name="trie">All paths.</param>
    /// <param name="isAsked">Which types the paths shall end at; null for any, then those ends where bytes gather or part are chosen.</param>
    /// <param name="most">Most paths.</param>
    public static PathSelection Of(PathTrie trie, Func<int, bool>? isAsked, int most)
    {
        var nodes = trie.Nodes;
        var objects = new long[nodes.Count];
        var bytes = new long[nodes.Count];
        var largest = new long[nodes.Count];
        for (var at = nodes.Count - 1; at >= 0; at--)
        {
            objects[at] += nodes[at].Count;
            bytes[at] += nodes[at].Bytes;
            if (nodes[at].Parent is >= 0 and var parent)
            {
                objects[parent] += objects[at];
                bytes[parent] += bytes[at];
                largest[parent] = Math.Max(largest[parent], bytes[at]);
            }
        }

        var found = Enumerable.Range(0, nodes.Count).Where(at => nodes[at].Type != PathTrie.NoType && nodes[at].Count > 0);
        found = isAsked is null
            ? found.Where(at => largest[at] < bytes[at] * GoesOn).OrderByDescending(at => bytes[at])
            : found.Where(at => isAsked(nodes[at].Type)).OrderByDescending(at => nodes[at].Bytes);
        var sorted = found.ToArray(); // a stable sort: equal ones in the order that they were found
        var chosen = sorted.Take(Math.Max(1, most)).Select(at => new Choice(at, objects[at], bytes[at])).ToArray();
        return new PathSelection(chosen, sorted.Length - chosen.Length);
    }
}
