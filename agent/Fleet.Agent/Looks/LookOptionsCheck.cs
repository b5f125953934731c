using Microsoft.Extensions.Options;

namespace Fleet.Agent.Looks;

/// <summary>What of <see cref="LookOptions"/> must agree with each other.</summary>
public sealed class LookOptionsCheck : IValidateOptions<LookOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LookOptions options)
    {
        List<string> errors = [];
        if (options.PauseBudget > options.Deadline)
            errors.Add($"Looks:PauseBudget ({options.PauseBudget}) is longer than Looks:Deadline ({options.Deadline}); make it shorter");
        if (options.MaxRetentionPause > options.Deadline)
            errors.Add($"Looks:MaxRetentionPause ({options.MaxRetentionPause}) is longer than Looks:Deadline ({options.Deadline}); make it shorter");
        if (options.WorkerPath.Length > 0 && !File.Exists(options.WorkerPath))
            errors.Add($"Looks:WorkerPath: there is no file {options.WorkerPath}; name the heap worker's executable or leave it empty");
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }
}
