using System.Reflection;

namespace Fleet.Agent.Configuration;

/// <summary>The version of this build.</summary>
internal static class AgentVersion
{
    /// <summary>Without the commit.</summary>
    public static string Text { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
