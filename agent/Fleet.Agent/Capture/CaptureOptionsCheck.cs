using Microsoft.Extensions.Options;

namespace Fleet.Agent.Capture;

/// <summary>What <see cref="CaptureOptions"/> ask for beyond ranges.</summary>
public sealed class CaptureOptionsCheck : IValidateOptions<CaptureOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CaptureOptions options) =>
        options.Directory.Length == 0 || Path.IsPathRooted(options.Directory)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Capture:Directory: {options.Directory} is relative, but the targets write there too; give an absolute path");
}
