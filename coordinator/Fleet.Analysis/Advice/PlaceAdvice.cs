using System.Globalization;
using Fleet.Analysis.Incidents;

namespace Fleet.Analysis.Advice;

/// <summary>Says what to compare when the code leaks in one place, and runs in good health elsewhere.</summary>
internal static class PlaceAdvice
{
    /// <summary>One line; none unless a node explains the leak of a protocol.</summary>
    public static IEnumerable<string> Advise(Incident incident, AdviceFacts facts)
    {
        if (incident is not { Protocol: { } protocol, ExplainedBy: { Attribute: Attribution.Node, Without: > 0 } node })
            yield break;

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Compare what is different on {facts.NameOf(node.Value)}: its elements of {protocol}, their settings and what they talk to. {node.Without} process{(node.Without == 1 ? "" : "es")} elsewhere run{(node.Without == 1 ? "s" : "")} the same code and do{(node.Without == 1 ? "es" : "")} not leak.");
    }
}
