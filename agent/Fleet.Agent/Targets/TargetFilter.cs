namespace Fleet.Agent.Targets;

/// <summary>Decides which processes are targets, as <see cref="TargetOptions"/> says.</summary>
internal sealed class TargetFilter
{
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<string> _commandLines;
    private readonly HashSet<int> _pids;
    private readonly bool _byPidOnly;

    /// <summary>A filter by these options.</summary>
    public TargetFilter(TargetOptions options)
    {
        _pids = [.. options.Pids];
        _commandLines = [.. options.CommandLines];
        _byPidOnly = _pids.Count > 0 && options.Names.Count == 0 && _commandLines.Count == 0;
        _names = options.Names.Count > 0 || _commandLines.Count > 0 ? [.. options.Names.Select(ProcessNames.FileName)] : [TargetOptions.DefaultName];
    }

    /// <summary>Whether a process is a target.</summary>
    public bool IsTarget(ProcessEntry process)
    {
        if (_pids.Contains(process.Pid))
            return true;
        if (_byPidOnly)
            return false;

        return (_names.Count == 0 || _names.Any(pattern => process.Names.Any(name => Wildcard.IsMatch(pattern, name))))
            && (_commandLines.Count == 0 || _commandLines.Any(pattern => Wildcard.IsMatch(pattern, process.CommandLine)));
    }
}
