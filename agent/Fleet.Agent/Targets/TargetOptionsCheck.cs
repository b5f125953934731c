using Microsoft.Extensions.Options;

namespace Fleet.Agent.Targets;

/// <summary>What <see cref="TargetOptions"/> ask for beyond ranges.</summary>
public sealed class TargetOptionsCheck : IValidateOptions<TargetOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TargetOptions options)
    {
        List<string> errors = [];
        foreach (var pid in options.Pids.Where(p => p <= 0))
            errors.Add($"Targets:Pids: {pid} is no process id; give a number greater than 0");
        if (options.Names.Any(string.IsNullOrWhiteSpace))
            errors.Add("Targets:Names: a name is empty; give a process name, * and ? are wildcards");
        if (options.CommandLines.Any(string.IsNullOrWhiteSpace))
            errors.Add("Targets:CommandLines: a pattern is empty; give a command line, * and ? are wildcards");
        if (options.DataMinerDirectory.Length > 0 && !Directory.Exists(options.DataMinerDirectory))
            errors.Add($"Targets:DataMinerDirectory: there is no directory {options.DataMinerDirectory}; name DataMiner's directory or leave it empty");
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }
}
