namespace Fleet.Console.Configuration;

/// <summary>Where a value came from, most important first.</summary>
internal enum SettingSource
{
    Flag,
    Environment,
    File,
    Default,
}

/// <summary>A setting as it is in force.</summary>
/// <param name="Name">As in the configuration file.</param>
/// <param name="Value">As text.</param>
/// <param name="Source">Which layer it comes from.</param>
/// <param name="Origin">The flag, variable or file, for a person.</param>
internal sealed record Setting(string Name, string Value, SettingSource Source, string Origin);

/// <summary>What is wrong with the configuration: what, where, what to do.</summary>
internal sealed record SettingError(string Message, SettingSource Source);

/// <summary>Everything there is to say about the configuration.</summary>
/// <param name="Settings">What to go by; the defaults where a value is wrong.</param>
/// <param name="Entries">One for each setting.</param>
/// <param name="Errors">All of them, empty when valid.</param>
/// <param name="File">Path of the configuration file, whether or not it exists.</param>
internal sealed record EffectiveConfiguration(
    ConsoleSettings Settings,
    IReadOnlyList<Setting> Entries,
    IReadOnlyList<SettingError> Errors,
    string File);
