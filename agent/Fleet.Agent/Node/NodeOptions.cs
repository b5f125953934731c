using System.ComponentModel.DataAnnotations;

namespace Fleet.Agent.Node;

/// <summary>Who this node is, and where the agent keeps its own files. Section <c>Node</c>.</summary>
public sealed class NodeOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Node";

    /// <summary>
    /// Identity of the node; empty: made from the machine's identity. Several agents on one machine must differ in it.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9._-]{0,64}$", ErrorMessage = "Node:Id may have up to 64 letters, digits, dots, underscores and hyphens")]
    public string Id { get; set; } = "";

    /// <summary>What people call the node; empty: the machine's name.</summary>
    [RegularExpression(@"^[^\p{C}/]{0,128}$", ErrorMessage = "Node:Name may have up to 128 characters, no slash and nothing unprintable")]
    public string Name { get; set; } = "";

    /// <summary>Where the identity, the spool, the journal and the dumps are; empty: the platform's usual place.</summary>
    public string DataDirectory { get; set; } = "";
}
