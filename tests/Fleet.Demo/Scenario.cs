using Fleet.LocalCluster;

namespace Fleet.Demo;

/// <summary>What runs in the demonstration: two nodes, four SLScripting processes, one leak.</summary>
internal static class Scenario
{
    /// <summary>The nodes, and the elements of each of their SLScripting processes.</summary>
    public static IReadOnlyList<ScenarioNode> Nodes { get; } =
    [
        new("dma-01",
        [
            [.. Elements(100, 6, Leaking, LeakingVersion), .. Elements(120, 4, "Acme Satellite Modem SM-200", "1.0.0.2")],
            [.. Elements(140, 4, "Generic Web Catalogue", "1.0.1.1"), .. Elements(150, 4, "Generic Session Gateway", "2.0.0.1")],
        ]),
        new("dma-02",
        [
            [.. Elements(200, 8, Leaking, LeakingVersion), .. Elements(220, 4, "Generic Batch Scheduler", "1.0.0.1")],
            [.. Elements(240, 6, Leaking, "1.0.0.3"), .. Elements(260, 4, "Acme Satellite Modem SM-200", "1.0.0.2")],
        ]),
    ];

    /// <summary>The protocol that leaks.</summary>
    public const string Leaking = "Generic Trap Receiver";

    /// <summary>The version that leaks; the one before it, which dma-02 runs beside it, does not.</summary>
    public const string LeakingVersion = "1.0.0.4";

    private static IEnumerable<Element> Elements(int firstId, int count, string protocol, string version) =>
        Enumerable.Range(firstId, count).Select(id => new Element($"{protocol} {id}", id, protocol, version, TimeSpan.FromMilliseconds(100)));
}

/// <summary>One node of the scenario.</summary>
internal sealed record ScenarioNode(string Name, IReadOnlyList<IReadOnlyList<Element>> Processes);
