using System.Text;
using Microsoft.Extensions.Configuration;

namespace Fleet.Agent.Configuration;

/// <summary>What <c>--show-config</c> prints.</summary>
internal static class MergedView
{
    /// <summary>A line for each setting: its value and where it comes from.</summary>
    public static string Text(Schema schema, IReadOnlyList<Layer> layers, IConfigurationRoot merged)
    {
        var text = new StringBuilder();
        foreach (var setting in schema.Settings)
        {
            var given = merged.AsEnumerable().Where(pair => pair.Value is not null && setting.Matches(pair.Key))
                .OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToList();
            if (given.Count == 0)
                text.AppendLine($"{setting.Key} = {setting.Default}  (default)");
            foreach (var (key, value) in given)
            {
                var layer = layers.Last(candidate => candidate.Source[key] is not null);
                text.AppendLine($"{key} = {value}  ({layer.Place(key)})");
            }
        }

        return text.ToString();
    }
}
