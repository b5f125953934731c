namespace SLScripting.Protocols;

/// <summary>
/// Resolves DataMiner's way from a timer to a QAction: timer, group, (trigger,) action "run actions" on a parameter.
/// </summary>
internal sealed class ProtocolFlow
{
    private readonly ProtocolNode _protocol;
    private readonly Dictionary<int, ProtocolNode> _groups;
    private readonly Dictionary<int, ProtocolNode> _triggers;
    private readonly Dictionary<int, ProtocolNode> _actions;

    public ProtocolFlow(ProtocolNode protocol)
    {
        _protocol = protocol;
        _groups = ById(protocol, "Groups", "Group");
        _triggers = ById(protocol, "Triggers", "Trigger");
        _actions = ById(protocol, "Actions", "Action");
    }

    /// <summary>The timers, by id.</summary>
    /// <exception cref="ProtocolFormatException">A timer has no usable time, or something on the way is missing.</exception>
    public IReadOnlyList<TimerDefinition> Timers() => [.. _protocol.Descend("Timers", "Timer").Select(Timer).OrderBy(timer => timer.Id)];

    /// <summary>The parameters that run their actions after the element has started.</summary>
    public IReadOnlyList<int> Startup() =>
    [
        .. _triggers.Values
            .Where(trigger => trigger.Child("On")?.Text == "protocol" && trigger.Child("Time")?.Text == "after startup")
            .SelectMany(Parameters),
    ];

    private TimerDefinition Timer(ProtocolNode timer)
    {
        var milliseconds = timer.Number(timer.RequiredText("Time"), "Time");
        if (milliseconds == 0)
            throw timer.Error("Time of <Timer> must be at least 1 ms");

        var parameters = timer.Descend("Content", "Group")
            .SelectMany(group => Find(_groups, group, "Group").Descend("Content", "Action"))
            .Select(action => Find(_actions, action, "Action"))
            .SelectMany(ParametersOfAction);
        var byTrigger = timer.Descend("Content", "Group")
            .SelectMany(group => Find(_groups, group, "Group").Descend("Content", "Trigger"))
            .Select(trigger => Find(_triggers, trigger, "Trigger"))
            .SelectMany(Parameters);
        return new TimerDefinition(timer.Id(), TimeSpan.FromMilliseconds(milliseconds), [.. parameters, .. byTrigger]);
    }

    private IEnumerable<int> Parameters(ProtocolNode trigger) =>
        trigger.Descend("Content", "Id").SelectMany(id => ParametersOfAction(Find(_actions, id, "Action")));

    private static IEnumerable<int> ParametersOfAction(ProtocolNode action)
    {
        if (action.Child("Type")?.Text != "run actions" || action.Child("On") is not { } on)
            return [];

        return (on.Attribute("id") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(id => on.Number(id, "id"));
    }

    private static ProtocolNode Find(Dictionary<int, ProtocolNode> nodes, ProtocolNode reference, string what) =>
        nodes.TryGetValue(reference.Number(reference.Text, what), out var node)
            ? node
            : throw reference.Error($"there is no {what} {reference.Text}");

    private static Dictionary<int, ProtocolNode> ById(ProtocolNode protocol, string list, string item)
    {
        var nodes = new Dictionary<int, ProtocolNode>();
        foreach (var node in protocol.Descend(list, item))
        {
            if (!nodes.TryAdd(node.Id(), node))
                throw node.Error($"{item} {node.Id()} is there twice");
        }

        return nodes;
    }
}
