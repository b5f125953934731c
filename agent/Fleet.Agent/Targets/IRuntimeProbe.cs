namespace Fleet.Agent.Targets;

/// <summary>Finds out what runs in a process, without attaching to it.</summary>
internal interface IRuntimeProbe
{
    /// <summary>Looks at one process.</summary>
    RuntimeFacts Probe(ProcessEntry process);
}
