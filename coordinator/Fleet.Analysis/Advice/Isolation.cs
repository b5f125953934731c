using System.Globalization;
using System.Security;
using Fleet.Analysis.Incidents;
using Fleet.Contracts.Heap;
using Fleet.Contracts.Identity;

namespace Fleet.Analysis.Advice;

/// <summary>
/// Says how to give a protocol processes of its own, so that the others that share its process outlive it. The configuration is that of
/// https://docs.dataminer.services/dataminer/Administrator_guide/DataMiner_Agents/Configuring_a_DMA/Configuration_of_DataMiner_processes.html
/// ("Configuring separate SLProtocol and SLScripting instances for a specific protocol"; <c>DataMiner.xml</c>, 10.2.5 or later, not together
/// with SLScripting as a service) and of
/// https://docs.dataminer.services/develop/schemadoc/Protocol/Protocol.SystemOptions.RunInSeparateInstance.html (<c>protocol.xml</c>, 10.2.7 or later).
/// </summary>
internal static class Isolation
{
    private const int MostNodes = 3;

    // A DMA runs at most 50 SLProtocol processes, 10 of which are kept for elements that are not isolated (DataMiner 10.5.4, RN 41757).
    private const int MostIsolatedElements = 40;

    /// <summary>Two lines, or one where it can't be done; none without a protocol, or when it is alone in its processes already.</summary>
    public static IEnumerable<string> Advise(Incident incident, AdviceFacts facts)
    {
        if (incident.Protocol is not { } protocol)
            yield break;

        var sharing = incident.Instances.Select(affected => affected.Instance).Where(instance => Shares(facts, instance, protocol)).ToList();
        if (sharing.Count == 0)
            yield break;

        var elements = sharing.Max(instance => Hosted(facts, instance).Where(hosted => hosted.Name == protocol).Sum(hosted => hosted.Elements));
        if (elements > MostIsolatedElements)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{protocol} has {elements} elements in one process: too many to isolate, as each takes processes of its own and a DMA isolates {MostIsolatedElements} at most.");
            yield break;
        }

        var nodes = sharing.Select(instance => facts.NameOf(instance.NodeId)).Distinct(StringComparer.Ordinal).ToList();
        yield return $"Isolate {protocol} so that what shares its process survives: on {Names(nodes)}, stop DataMiner, write "
            + $"<SeparateProcesses><Protocols><Protocol><Name>{SecurityElement.Escape(protocol)}</Name></Protocol></Protocols></SeparateProcesses> "
            + @"inside <ProcessOptions> of C:\Skyline DataMiner\DataMiner.xml, and start DataMiner (10.2.5 or later, not with scriptingProcesses=""[Service]"").";
        yield return "Or, without a restart of DataMiner (10.2.7 or later), write <SystemOptions><RunInSeparateInstance>true</RunInSeparateInstance></SystemOptions> "
            + $"inside <Protocol> of the protocol.xml of {$"{protocol} {string.Join(", ", incident.ProtocolVersions)}".TrimEnd()}: each of its elements then has processes of its own.";
    }

    private static bool Shares(AdviceFacts facts, InstanceIdentity instance, string protocol)
    {
        var hosted = Hosted(facts, instance);
        return hosted.Count == 0 || hosted.Any(other => other.Name != protocol);
    }

    private static IReadOnlyList<HostedProtocol> Hosted(AdviceFacts facts, InstanceIdentity instance) =>
        facts.Hosted.GetValueOrDefault(instance) ?? [];

    private static string Names(List<string> nodes) => nodes.Count <= MostNodes
        ? string.Join(", ", nodes)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", nodes.Take(MostNodes))} and {nodes.Count - MostNodes} more");
}
