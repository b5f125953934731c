using Fleet.Agent.Targets;

namespace Fleet.Agent.Watch;

/// <summary>Reads memory figures without touching the process.</summary>
internal interface IMemoryProbe
{
    /// <summary>Null when the process has ended.</summary>
    MemoryFigures? Read(TargetProcess target);
}
