using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.Contracts.AgentApi;
using Fleet.Coordinator.Wire;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>What is asked of an instance that may soon be gone. The ids are the attempt's own, so that asking twice asks once.</summary>
internal static class LastEvidenceCommands
{
    /// <summary>Who asks.</summary>
    public const string Requester = "fleet";

    private static readonly TimeSpan TakeWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DumpWithin = TimeSpan.FromHours(1);

    /// <summary>The command for a look or a dump; the same each time for the same attempt.</summary>
    public static Command Of(Candidate candidate, EvidenceProgress at)
    {
        var command = new Command
        {
            Id = IdOf(candidate, at),
            RequestedAt = at.AskedAt.ToTimestamp(),
            ExpiresAt = (at.AskedAt + (at.Step == EvidenceStep.Dump ? DumpWithin : TakeWithin)).ToTimestamp(),
            RequestedBy = Requester,
            Instance = candidate.Instance.Instance,
        };
        // For the store: a file that stays on the node goes with what else is dumped there.
        if (at.Step == EvidenceStep.Dump)
            command.Dump = new DumpAction { Kind = DumpKind.Heap, Upload = true };
        else
            command.Look = new LookAction();
        return command;
    }

    /// <summary>The id of an attempt's command. Looks and dumps are the instance's, whichever incident asks; an answer is the incident's.</summary>
    public static string IdOf(Candidate candidate, EvidenceProgress at)
    {
        var asker = at.Step == EvidenceStep.Question ? at.IncidentId : "";
        var name = string.Create(CultureInfo.InvariantCulture, $"before limit\n{at.Step}\n{at.Attempt}\n{asker}\n{candidate.Instance.Id}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 10));
    }
}
