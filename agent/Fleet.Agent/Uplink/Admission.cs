namespace Fleet.Agent.Uplink;

/// <summary>
/// Whether the coordinator takes this agent for the node's own. One that is refused as a double of another must not trouble processes that the
/// other one looks at already. An agent that was never answered is its node's own as far as it knows.
/// </summary>
internal sealed class Admission
{
    private volatile bool _refused;

    /// <summary>The coordinator's last word was that another agent has this one's identity.</summary>
    public bool Refused => _refused;

    /// <summary>Another agent has the identity. Holds until <see cref="Accept"/>, however often the coordinator is out of reach meanwhile.</summary>
    public void Refuse() => _refused = true;

    /// <summary>The coordinator took a stream.</summary>
    public void Accept() => _refused = false;
}
