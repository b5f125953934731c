using System.Text;

namespace Fleet.Agent.Configuration;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    /// <summary>The help.</summary>
    public static string Text()
    {
        var text = new StringBuilder()
            .AppendLine("fleet-agent: watches the .NET processes of this node for the Fleet coordinator.")
            .AppendLine()
            .AppendLine("usage: fleet-agent [switches]");
        foreach (var known in Switch.All)
            Append(text, $"{known.Name} {known.Value}", known.Help);
        Append(text, "--config FILE", "configuration (default: fleet-agent.json beside the executable, where there is one)");
        Append(text, "--Section:Key VALUE", "any other setting; --show-config lists them");
        Append(text, "--show-config", "print every setting, its value and where it comes from, and end");
        Append(text, "--version", "print the version and end");
        Append(text, "--help", "print this and end");
        return text
            .AppendLine()
            .AppendLine("Settings come from the configuration file, then from environment variables such as")
            .AppendLine("FLEET_AGENT_Uplink__Coordinator, then from the command line; the last one counts.")
            .ToString();
    }

    private static void Append(StringBuilder text, string name, string help) =>
        text.Append("  ").Append(name.PadRight(24)).Append(' ').AppendLine(help);
}
