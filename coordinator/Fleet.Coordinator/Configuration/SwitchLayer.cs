namespace Fleet.Coordinator.Configuration;

/// <summary>A configuration layer that can say its name to an operator.</summary>
internal interface ISettingsLayer
{
    string Name { get; }
}

/// <summary>Settings that came as arguments.</summary>
internal sealed class SwitchLayer(IReadOnlyDictionary<string, string?> settings) : ConfigurationProvider, IConfigurationSource, ISettingsLayer
{
    public string Name => "argument";

    public override void Load() => Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
