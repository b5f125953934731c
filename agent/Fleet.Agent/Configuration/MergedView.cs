using System.Text;
using Microsoft.Extensions.Configuration;

namespace Fleet.Agent.Configuration;

/// <summary>What <c>--show-config</c> prints.</summary>
internal static class MergedView
{
    /// <summary>A line for each setting: its value in force and where it comes from.</summary>
    public static string Text(Schema schema, IReadOnlyList<Layer> layers, IConfigurationRoot merged)
    {
        var text = new StringBuilder();
        var computed = ComputedDefaults.Of(merged);
        foreach (var setting in schema.Settings)
        {
            var given = merged.AsEnumerable().Where(pair => pair.Value is not null && setting.Matches(pair.Key))
                .OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToList();
            if (given.Count == 0)
                text.AppendLine($"{setting.Key} = {(setting.Default.Length > 0 ? setting.Default : computed.GetValueOrDefault(setting.Key, ""))}  (default)");
            foreach (var (key, value) in given)
            {
                var layer = layers.Last(candidate => candidate.Source[key] is not null);
                var inForce = value!.Length > 0 ? value : computed.GetValueOrDefault(setting.Key, "");
                text.AppendLine($"{key} = {inForce}  ({layer.Place(key)})");
            }
        }

        return text.ToString();
    }
}
