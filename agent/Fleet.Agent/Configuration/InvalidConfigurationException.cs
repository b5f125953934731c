namespace Fleet.Agent.Configuration;

/// <summary>The configuration can't be used.</summary>
/// <param name="errors">Everything that is wrong, one line each.</param>
public sealed class InvalidConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Everything that is wrong, one line each.</summary>
    public IReadOnlyList<string> Errors => errors;
}
