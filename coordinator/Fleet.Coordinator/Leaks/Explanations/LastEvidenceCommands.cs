using System.Security.Cryptography;
using System.Text;
using Fleet.Contracts.AgentApi;
using Fleet.Coordinator.Wire;

namespace Fleet.Coordinator.Leaks.Explanations;

/// <summary>What is asked of an instance that may soon be gone. The ids are the instance's own, so that asking twice asks once.</summary>
internal static class LastEvidenceCommands
{
    /// <summary>Who asks.</summary>
    public const string Requester = "fleet";

    private static readonly TimeSpan LookWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DumpWithin = TimeSpan.FromHours(1);

    /// <summary>A last look.</summary>
    public static Command Look(Candidate candidate, DateTimeOffset now)
    {
        var command = Of(candidate, "look", now, LookWithin);
        command.Look = new LookAction();
        return command;
    }

    /// <summary>A dump for the store: a file that stays on the node goes with what else is dumped there.</summary>
    public static Command Dump(Candidate candidate, DateTimeOffset now)
    {
        var command = Of(candidate, "dump", now, DumpWithin);
        command.Dump = new DumpAction { Kind = DumpKind.Heap, Upload = true };
        return command;
    }

    private static Command Of(Candidate candidate, string action, DateTimeOffset now, TimeSpan within) => new()
    {
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"before limit\n{action}\n{candidate.Instance.Id}")).AsSpan(0, 10)),
        RequestedAt = now.ToTimestamp(),
        ExpiresAt = (now + within).ToTimestamp(),
        RequestedBy = Requester,
        Instance = candidate.Instance.Instance,
    };
}
