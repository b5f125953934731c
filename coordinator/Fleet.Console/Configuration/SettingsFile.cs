using System.Text.Json;
using Fleet.Contracts.Json;

namespace Fleet.Console.Configuration;

/// <summary>The configuration file: one JSON object of texts and numbers; comments are allowed.</summary>
internal static class SettingsFile
{
    private const string Example = """{ "coordinator": "http://host:7070" }""";

    /// <summary>Where it is, unless <c>FLEET_CONFIG</c> says otherwise: <c>~/.config/fleet/fleet.json</c>, <c>%APPDATA%\fleet\fleet.json</c>.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "fleet", "fleet.json");

    /// <summary>Its values by name; empty when it can't be read, for the reason in <paramref name="errors"/>.</summary>
    public static Dictionary<string, string> Read(string path, List<SettingError> errors)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = SettingsJson.Read(path, Example, out var fault);
            if (document is null)
            {
                errors.Add(new($"{path}: {fault}.", SettingSource.File));
                return values;
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                {
                    errors.Add(new($"{path} gives {SettingsJson.Describe(property.Value.ValueKind)} for {property.Name}: give a text or a number.", SettingSource.File));
                    continue;
                }

                values[property.Name] = property.Value.ToString();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new($"{path} can't be read: {e.Message}", SettingSource.File));
        }

        return values;
    }
}
