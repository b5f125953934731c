using Microsoft.Extensions.Configuration;

namespace Fleet.Agent.Configuration;

/// <summary>One source of settings.</summary>
/// <param name="Name">As an operator knows it.</param>
/// <param name="Source">Its values.</param>
/// <param name="Provided">What of its keys the setting is called in it.</param>
internal sealed record Layer(string Name, IConfigurationRoot Source, Func<string, string> Provided)
{
    /// <summary>Keys that hold a value.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Values => Source.AsEnumerable().Where(pair => pair.Value is not null);

    /// <summary>Where a key's value stands, for an error or for the merged view.</summary>
    public string Place(string key) => $"{Name}{Provided(key)}";
}
