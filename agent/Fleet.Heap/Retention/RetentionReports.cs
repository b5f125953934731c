using Fleet.Contracts.Heap;
using Fleet.Heap.Retention.Graph;
using Fleet.Heap.Retention.Paths;

namespace Fleet.Heap.Retention;

/// <summary>Makes the document out of a walk.</summary>
internal static class RetentionReports
{
    public static RetentionReport Of(ObjectGraph graph, RootWalk walk, ReportNames names, RetentionOptions options)
    {
        var asked = options.Type is { } type ? new TypePattern(type).Among(graph.Types.Names) : null;
        var selection = PathSelection.Of(walk.Trie, asked is null ? null : number => asked[number], options.Paths);
        return new RetentionReport
        {
            Type = options.Type,
            Objects = walk.Reached.Count,
            Bytes = walk.Trie.Nodes.Sum(node => node.Bytes),
            Complete = graph.Damage.Count == 0,
            IncompleteReason = graph.Damage.Summary,
            Ms = 0,
            Paths = [.. selection.Chosen.Select(chosen => PathOf(chosen, walk.Trie, names))],
            PathsLeftOut = selection.LeftOut,
            References = References(walk.Edges, graph.Types.Names, asked, options.References),
        };
    }

    private static RetentionPath PathOf(PathSelection.Choice chosen, PathTrie trie, ReportNames names)
    {
        var steps = new List<RetentionStep>();
        var root = -1;
        for (var at = chosen.Node; at >= 0; at = trie.Nodes[at].Parent)
        {
            var node = trie.Nodes[at];
            root = node.Root;
            if (node.Type != PathTrie.NoType)
                steps.Add(names.Step(node.Type, node.Repeats));
        }

        steps.Reverse();
        var end = trie.Nodes[chosen.Node];
        return new RetentionPath(names.Root(root), steps, end.Count, end.Bytes, chosen.InclusiveObjects, chosen.InclusiveBytes);
    }

    private static List<TypeReference> References(EdgeTable table, IReadOnlyList<TypeKey> names, IReadOnlyList<bool>? asked, int most)
    {
        var all = table.Edges
            .OrderByDescending(edge => edge.Bytes).ThenByDescending(edge => edge.Count)
            .ThenBy(edge => names[edge.From].Name, StringComparer.Ordinal).ThenBy(edge => names[edge.To].Name, StringComparer.Ordinal)
            .ToLookup(edge => asked is not null && asked[edge.To]);
        return [.. all[true].Concat(all[false].Take(most)).Select(edge => new TypeReference(names[edge.From], names[edge.To], edge.Count, edge.Bytes))];
    }
}
