using System.Globalization;

namespace Fleet.Contracts.Json;

/// <summary>Keys of settings, as configuration libraries flatten a file: names and numbers of items, parted by colons.</summary>
public static class SettingKeys
{
    /// <summary>True when a key that has a value takes a section for a value or for a list: it is the section's name, or that of a numbered item of it.</summary>
    public static bool IsNoSection(string section, string key) =>
        string.Equals(section, key, StringComparison.OrdinalIgnoreCase)
        || (key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(key[(section.Length + 1)..].Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
