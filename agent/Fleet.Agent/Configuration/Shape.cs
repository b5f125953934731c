using Fleet.Contracts.Json;

namespace Fleet.Agent.Configuration;

/// <summary>Finds values where a section belongs, lists where a value does, and the like.</summary>
internal static class Shape
{
    /// <summary>What is wrong with where a value lies; the same words for all values of one list. Null when nothing is, or nothing around it is known.</summary>
    public static string? Error(Schema schema, string key, string value)
    {
        if (schema.Sections.FirstOrDefault(section => SettingKeys.IsNoSection(section, key)) is { } section)
            return $"{section} is a section, not a value or a list; write its settings into it, as --show-config lists them";

        return schema.Settings.FirstOrDefault(setting => Is(setting.Key, key) || key.StartsWith(setting.Key + ":", StringComparison.OrdinalIgnoreCase)) switch
        {
            { IsList: false } single when !single.Matches(key) => $"{single.Key} takes one value, not a list or a section; give {single.Expected}",
            { IsList: true } list when !list.Matches(key) || (Is(list.Key, key) && value.Length > 0) =>
                $"{list.Key} takes a list; write [ … ] in a file, and {list.Key}:0, {list.Key}:1 and so on elsewhere",
            _ => null,
        };
    }

    private static bool Is(string name, string key) => string.Equals(name, key, StringComparison.OrdinalIgnoreCase);
}
