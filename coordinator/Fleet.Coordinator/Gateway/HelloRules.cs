using Fleet.Contracts.AgentApi;

namespace Fleet.Coordinator.Gateway;

/// <summary>What an agent has to say of itself before it is listened to.</summary>
internal static class HelloRules
{
    private const int LongestText = 256;

    /// <summary>Why a hello is not accepted, or null.</summary>
    public static string? Check(Hello hello)
    {
        (string Name, string Value, bool Required)[] fields =
        [
            ("node_id", hello.NodeId, true),
            ("node_name", hello.NodeName, true),
            ("agent_run_id", hello.AgentRunId, true),
            ("spool_id", hello.SpoolId, true),
            ("agent_version", hello.AgentVersion, false),
            ("operating_system", hello.OperatingSystem, false),
            ("architecture", hello.Architecture, false),
            ("dataminer_id", hello.DataminerId, false),
            ("dataminer_version", hello.DataminerVersion, false),
        ];
        foreach (var (name, value, required) in fields)
        {
            if (required && value.Length == 0)
                return $"The hello has no {name}.";
            if (value.Length > LongestText)
                return $"The hello's {name} has {value.Length} characters; at most {LongestText} are accepted.";
            if (value.Any(char.IsControl))
                return $"The hello's {name} holds control characters.";
        }

        // Both stand in names like node/pid, which people type.
        return hello.NodeId.Contains('/', StringComparison.Ordinal) || hello.NodeName.Contains('/', StringComparison.Ordinal)
            ? "The hello's node_id or node_name holds a '/', which names of instances are divided by."
            : null;
    }
}
